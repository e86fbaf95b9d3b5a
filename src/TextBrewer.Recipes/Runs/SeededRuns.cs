using System.Globalization;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// The same run from several seeds, each in a folder of its own, and what they come to together: how much of a difference is the luck of
/// the seed.
/// </summary>
public static class SeededRuns
{
    private const string Completed = "completed";

    /// <summary>
    /// Runs them one after the other; the folder holds <c>seed-N/</c>, <c>result.json</c> and <c>report.html</c> afterwards.
    /// </summary>
    /// <param name="output">The folder.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="host">Who looks on.</param>
    /// <param name="run">Runs a seed in a folder.</param>
    /// <returns>Means and spread; of a run that was stopped its own result.</returns>
    public static RunResult Run(string output, IReadOnlyList<int> seeds, RunHost host, Func<int, string, RunResult> run)
    {
        List<(int Seed, RunResult Result)> results = [];
        foreach (int seed in seeds)
        {
            host.Say(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, {results.Count + 1} of {seeds.Count}."));
            RunResult result = run(seed, Path.Combine(output, Folder(seed)));
            if (result.Status == "stopped") return result;
            results.Add((seed, result));
        }
        RunResult summary = Summarize(results);
        if (host.Collective.Rank > 0) return summary;
        Directory.CreateDirectory(output);
        RunFolder.Save(output, summary);
        RecipeRun.WriteReport(output, host);
        return summary;
    }

    /// <summary>The folder of a seed's run.</summary>
    private static string Folder(int seed) => string.Create(CultureInfo.InvariantCulture, $"seed-{seed}");

    private static RunResult Summarize(List<(int Seed, RunResult Result)> results)
    {
        RunResult[] completed = [.. results.Select(r => r.Result).Where(result => result.Status == Completed)];
        SeedResult[] seeds = [.. results.Select(r => new SeedResult(
            r.Seed,
            Folder(r.Seed),
            r.Result.Status,
            r.Result.Versions.Where(version => version.Value.Dev is not null)
                .ToDictionary(version => version.Key, version => version.Value.Dev!)))];
        RunResult first = completed.FirstOrDefault() ?? results[0].Result;
        string[] warnings = [.. results.SelectMany(r => r.Result.Warnings?.Select(
            warning => string.Create(CultureInfo.InvariantCulture, $"Seed {r.Seed}: {warning}")) ?? [])];
        return first.WithVersions((name, _) => Mean([.. completed
            .Select(result => result.Versions.FirstOrDefault(version => version.Key == name).Value).OfType<ModelResult>()])) with
        {
            Agreement = first.Agreement?.Keys.ToDictionary(
                key => key,
                key => completed.Where(result => result.Agreement?.ContainsKey(key) == true).Average(result => result.Agreement![key])),
            Seeds = seeds,
            Seconds = Math.Round(results.Sum(r => r.Result.Seconds), 3),
            Warnings = warnings.Length == 0 ? null : warnings,
            Differences = null,
            Parity = null,
            Best = null,
            SkippedSteps = null,
            Stages = null,
        };
    }

    private static ModelResult Mean(IReadOnlyList<ModelResult> runs)
    {
        ModelResult first = runs[0];
        return first with
        {
            Dev = Of(values => values.Average()),
            Spread = runs.Count > 1 ? Of(Deviation) : null,
            Uncertainty = null,
            LatencyMs = first.LatencyMs?.Keys.ToDictionary(
                key => key,
                key => Math.Round(runs.Select(run => run.LatencyMs).OfType<IReadOnlyDictionary<string, double>>().Average(l => l[key]), 3)),
            BelowFloor = runs.Select(run => run.BelowFloor).FirstOrDefault(problem => problem is not null),
        };

        SingleOrNamed<IReadOnlyDictionary<string, double>>? Of(Func<IReadOnlyList<double>, double> together) => first.Dev is null
            ? null
            : new([.. first.Dev.Items.Select((set, i) => KeyValuePair.Create(
                set.Key,
                (IReadOnlyDictionary<string, double>)set.Value.Keys.ToDictionary(
                    metric => metric,
                    metric => together([.. runs.Select(run => run.Dev!.Items[i].Value[metric])]))))]);
    }

    /// <summary>The standard deviation of a sample: √(Σ(x − mean)² / (n − 1)).</summary>
    private static double Deviation(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
