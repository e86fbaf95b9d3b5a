using System.Text.Json;
using TextBrewer.Reports.Results;

namespace TextBrewer.Reports.Analysis;

/// <summary>Everything that a run's folder says, whatever of it is there.</summary>
internal sealed record ReportData
{
    /// <summary>The folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>A name of the data that the models are measured on.</summary>
    public required string MeasuredOn { get; init; }

    /// <summary>The resolved recipe's text.</summary>
    public string? Recipe { get; init; }

    /// <summary>Shapes, software, machine.</summary>
    public RunFacts? Facts { get; init; }

    /// <summary>The result; null: the run has not come to an end.</summary>
    public RunResult? Result { get; init; }

    /// <summary>
    /// The teacher as the trainings' dev data measured it, which is not where a quickstart's models are measured; null: it was not.
    /// </summary>
    internal ModelResult? DevTeacher { get; init; }

    /// <summary>The models that were measured, the teacher first.</summary>
    public IReadOnlyList<ReportVersion> Versions { get; init; } = [];

    /// <summary>The exports' parity by version.</summary>
    internal IReadOnlyDictionary<string, Parity> Parity => Result?.Parity ?? new Dictionary<string, Parity>();

    /// <summary>The curves of the trainings: the main one under the empty name, then <c>baseline</c> and the ablations.</summary>
    public IReadOnlyDictionary<string, TrainingCurves> Curves { get; init; } = new Dictionary<string, TrainingCurves>();

    /// <summary>What the models say about the dev examples.</summary>
    public IReadOnlyList<PredictionLine> Predictions { get; init; } = [];

    /// <summary>What an agreement is counted over where models find entities.</summary>
    internal const string Entities = "entities";

    /// <summary>Whether the run came to its end.</summary>
    internal bool IsComplete => Result?.Status == Completed;

    private const string Completed = "completed";

    /// <summary>How far a version lies from another; null: nobody has looked.</summary>
    internal VersionDifference? Difference(string version, string against) =>
        Result?.Differences?.FirstOrDefault(difference => difference.Version == version && difference.Against == against);

    internal ReportVersion? Version(string key) => Versions.FirstOrDefault(version => version.Key == key);

    /// <summary>Reads a run's folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It holds no run, or one of its files is not what a run writes.</exception>
    internal static ReportData Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no run folder '{folder}'.");
        if (!IsRun(folder)) throw NoRun(folder);
        // A quickstart has the models of several runs judged together; the run to tell about is its student's.
        bool quickstart = File.Exists(Path.Combine(folder, RunFileNames.QuickstartSeed));
        string run = quickstart ? Path.Combine(folder, RunFileNames.Student) : folder;
        RunResult? result = RunResult.Load(folder);
        // Of several seeds the first one's recipe and shapes, which are those of all.
        string described = result?.Seeds is [var seed, ..] ? Path.Combine(folder, Path.GetFileName(seed.Folder)) : run;
        string recipe = Path.Combine(described, RunFileNames.Recipe);
        return new ReportData
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            MeasuredOn = quickstart ? "the test sentences, which neither training nor choosing has seen" : "the dev data",
            Recipe = File.Exists(recipe) ? File.ReadAllText(recipe) : null,
            Facts = RunFacts.Load(described),
            Result = result,
            DevTeacher = (quickstart ? RunResult.Load(run) : result)?.Teacher,
            Versions = VersionsOf(result),
            Curves = result?.Seeds is { } seeds ? MeansOf(folder, seeds) : CurvesOf(run),
            Predictions = [.. PredictionsFile.Read(folder)],
        };
    }

    private static bool IsRun(string folder) =>
        new[] { RunFileNames.Recipe, RunFileNames.Result, RunFileNames.Metrics }.Any(name => File.Exists(Path.Combine(folder, name)));

    private static InvalidDataException NoRun(string folder)
    {
        string? inside = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).FirstOrDefault(IsRun);
        return new($"'{folder}' holds no run: a run's folder has recipe.json, result.json or "
            + $"metrics.jsonl.{(inside is null ? "" : $" Did you mean '{inside}'?")}");
    }

    private static IReadOnlyList<ReportVersion> VersionsOf(RunResult? result)
    {
        string exported = result?.Model is null ? "student" : "model";
        int ablations = 0;
        return
        [
            .. result?.Versions.Select(version => ReportVersion.Of(
                version.Key,
                version.Value,
                exported,
                result.Ablation?.ContainsKey(version.Key) == true ? ablations++ : 0)) ?? [],
        ];
    }

    /// <summary>The means of the trainings that every seed has that came to its end.</summary>
    private static Dictionary<string, TrainingCurves> MeansOf(string folder, IReadOnlyList<SeedResult> seeds)
    {
        Dictionary<string, TrainingCurves>[] runs = [.. seeds.Where(seed => seed.Status == Completed)
            .Select(seed => CurvesOf(Path.Combine(folder, Path.GetFileName(seed.Folder))))];
        return runs.Length == 0 ? [] : runs[0].Keys.Where(name => runs.All(run => run.ContainsKey(name)))
            .ToDictionary(name => name, name => TrainingCurves.Mean([.. runs.Select(run => run[name])]));
    }

    private static Dictionary<string, TrainingCurves> CurvesOf(string folder)
    {
        string ablations = Path.Combine(folder, RunFileNames.Ablation);
        (string Name, string Folder)[] places =
        [
            ("", folder), (VersionNames.Baseline, Path.Combine(folder, RunFileNames.Baseline)),
            .. Directory.Exists(ablations)
                ? Directory.GetDirectories(ablations).Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), path))
                : [],
        ];
        return places.Select(place => (place.Name, Curves: TrainingCurves.Load(place.Folder))).Where(place => place.Curves is not null)
            .DistinctBy(place => place.Name)
            .ToDictionary(place => place.Name, place => place.Curves!);
    }
}
