using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Tables;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>
/// Methods × data sets: each student's metric with several seeds, and how long its training took. What a result's file has is not trained
/// again, so that hours of it may be stopped and gone on with.
/// </summary>
/// <param name="path">The result's file.</param>
internal sealed class MethodsBenchmark(string path)
{
    private readonly List<ResultRow> _rows = [.. Known(path)];

    internal static int Run(BenchmarkArguments arguments)
    {
        string[] wanted = [.. arguments.Values];
        int seeds = (int)arguments.Number("seeds", 3);
        string[] known = [.. MethodSet.All.Select(set => set.Name), .. MethodEntry.All.Select(entry => entry.Name)];
        string? unknown = wanted.FirstOrDefault(name => !known.Contains(name));
        if (unknown is not null)
        {
            Console.Error.WriteLine($"There is neither a data set nor a method '{unknown}': '{string.Join("', '", known)}'.");
            return 2;
        }
        MethodsBenchmark benchmark = new(arguments.Text("json") ?? Path.Combine(Places.Root, "bench", "results", "methods.json"));
        foreach (MethodSet set in Of(MethodSet.All, one => one.Name))
            foreach (MethodEntry entry in Of(MethodEntry.All.Where(e => RecipeMethods.Names.Contains(e.Method)), one => one.Name))
                benchmark.Run(set, entry, seeds);
        BenchmarkResult result = benchmark.Result();
        result.Print(Console.Out);
        return result.Holds ? 0 : 1;

        IEnumerable<T> Of<T>(IEnumerable<T> all, Func<T, string> name)
        {
            T[] named = [.. all.Where(one => wanted.Contains(name(one)))];
            return named.Length > 0 ? named : all;
        }
    }

    private void Run(MethodSet set, MethodEntry entry, int seeds)
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            string what = $"{set.Name}, {entry.Name}, seed {seed}";
            if (_rows.Any(row => row.What == what)) continue;
            using TemporaryFolder folder = new("methods ");
            File.WriteAllLines(folder.In("raw.txt"), entry.ReadsRaw ? set.Raw() : []);
            File.WriteAllText(folder.In("recipe.json"), entry.On(set, folder.In("raw.txt"), seed, folder.In("run")).ToJsonString());
            long start = Stopwatch.GetTimestamp();
            RunResult result;
            try
            {
                result = RecipeRun.Distill(RecipeFile.Read(folder.In("recipe.json")), new RunHost { Say = Console.Error.WriteLine });
            }
            catch (ConfigurationException problem)
            {
                Console.Error.WriteLine($"{what}: {problem.Message}");
                continue;
            }
            string took = string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
            _rows.Add(new ResultRow(what, result.Student!.Dev!.First[set.Metric], set.Metric, Note: took));
            Result().Save(path);
        }
    }

    /// <summary>The runs, and of each method on each data set the mean and the spread over its seeds.</summary>
    private BenchmarkResult Result()
    {
        List<ResultRow> rows = [.. _rows];
        foreach (MethodSet set in MethodSet.All)
            foreach (MethodEntry entry in MethodEntry.All)
            {
                double[] values = [.. _rows.Where(row => row.What.StartsWith($"{set.Name}, {entry.Name}, seed ", StringComparison.Ordinal))
                    .Select(row => row.Value!.Value)];
                if (values.Length == 0) continue;
                Bound? bound = entry.Method == "best" ? Bound.AtLeast(set.Goal) : null;
                string count = values.Length == 1 ? "one seed" : $"{values.Length} seeds";
                rows.Add(new ResultRow($"{set.Name}, {entry.Name}", values.Average(), set.Metric, bound, count));
                rows.Add(new ResultRow($"{set.Name}, {entry.Name}, spread", values.Max() - values.Min(), set.Metric));
            }
        return new BenchmarkResult("methods", rows);
    }

    private static IEnumerable<ResultRow> Known(string path)
    {
        if (!File.Exists(path)) yield break;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        foreach (JsonElement row in document.RootElement.GetProperty("rows").EnumerateArray())
        {
            string what = row.GetProperty("what").GetString()!;
            if (!what.Contains(", seed ", StringComparison.Ordinal)) continue;
            yield return new ResultRow(
                what,
                row.GetProperty("value").GetDouble(),
                row.GetProperty("unit").GetString()!,
                Note: row.GetProperty("note").GetString());
        }
    }
}
