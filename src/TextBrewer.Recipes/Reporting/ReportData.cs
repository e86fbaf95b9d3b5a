using System.Text.Json;
using TextBrewer.Adaptors;
using TextBrewer.Naming;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Quickstart;
using TextBrewer.Recipes.Runs;

namespace TextBrewer.Recipes.Reporting;

/// <summary>Everything that a run's folder says, whatever of it is there.</summary>
internal sealed record ReportData
{
    /// <summary>The folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the models are judged by.</summary>
    public required string Judged { get; init; }

    /// <summary>The resolved recipe's text.</summary>
    public string? Recipe { get; init; }

    /// <summary>Shapes, software, machine.</summary>
    public RunFacts? Facts { get; init; }

    /// <summary>The result; null: the run has not come to an end.</summary>
    public RunResult? Result { get; init; }

    /// <summary>The models that were measured, the teacher first.</summary>
    public IReadOnlyList<ReportVersion> Versions { get; init; } = [];

    /// <summary>The exports' parity by version.</summary>
    internal IReadOnlyDictionary<string, Parity> Parity => Result?.Parity ?? new Dictionary<string, Parity>();

    /// <summary>The curves of the trainings: the main one under the empty name, then <c>baseline</c> and the ablations.</summary>
    public IReadOnlyDictionary<string, TrainingCurves> Curves { get; init; } = new Dictionary<string, TrainingCurves>();

    /// <summary>What the models say about the dev examples.</summary>
    public IReadOnlyList<PredictionLine> Predictions { get; init; } = [];

    /// <summary>Whether the run came to its end.</summary>
    internal bool IsComplete => Result?.Status == "completed";

    internal ReportVersion? Version(string key) => Versions.FirstOrDefault(version => version.Key == key);

    /// <summary>Reads a run's folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ConfigurationException">It holds no run.</exception>
    /// <exception cref="InvalidDataException">One of its files is not what a run writes.</exception>
    internal static ReportData Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no run folder '{folder}'.");
        if (!IsRun(folder)) throw NoRun(folder);
        // A quickstart has the models of several runs judged together; the run to tell about is its student's.
        bool quickstart = File.Exists(Path.Combine(folder, QuickstartRun.SeedName));
        string run = quickstart
            ? Path.Combine(folder, QuickstartRun.StudentName)
            : folder, recipe = Path.Combine(run, RunFolder.RecipeName);
        RunResult? result = ReadResult(folder);
        return new ReportData
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Judged = quickstart ? "the test sentences, which neither training nor choosing has seen" : "the dev data",
            Recipe = File.Exists(recipe) ? File.ReadAllText(recipe) : null,
            Facts = RunFacts.Load(run),
            Result = result,
            Versions = VersionsOf(result),
            Curves = CurvesOf(run),
            Predictions = [.. PredictionsFile.Read(folder)],
        };
    }

    private static bool IsRun(string folder) =>
        new[] { RunFolder.RecipeName, RunResult.FileName, TrainingCurves.FileName }.Any(name => File.Exists(Path.Combine(folder, name)));

    private static ConfigurationException NoRun(string folder)
    {
        string? inside = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).FirstOrDefault(IsRun);
        return new($"'{folder}' holds no run: a run's folder has recipe.json, result.json or "
            + $"metrics.jsonl.{(inside is null ? "" : $" Did you mean '{inside}'?")}");
    }

    private static RunResult? ReadResult(string folder)
    {
        try
        {
            return RunResult.Load(folder);
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException(
                $"'{Path.Combine(folder, RunResult.FileName)}' is not what a run writes: {problem.Message}",
                problem);
        }
    }

    private static IReadOnlyList<ReportVersion> VersionsOf(RunResult? result)
    {
        if (result is null) return [];
        (string Key, ModelResult? Result)[] all =
        [
            (ReportVersion.Teacher, result.Teacher), (ReportVersion.Student, result.Student), (ReportVersion.Model, result.Model),
            (ReportVersion.Fp32, result.StudentOnnxFp32), (ReportVersion.Int8, result.StudentOnnxInt8), (ReportVersion.Baseline, result
                .Baseline),
        ];
        string exported = result.Model is null ? "student" : "model";
        return
        [
            .. all.Where(version => version.Result is not null)
                .Select(version => ReportVersion.Of(version.Key, version.Result!, exported, 0)),
            .. result.Ablation?.Select((ablation, i) => ReportVersion.Of(ablation.Key, ablation.Value, exported, i)) ?? [],
        ];
    }

    private static Dictionary<string, TrainingCurves> CurvesOf(string folder)
    {
        string ablations = Path.Combine(folder, "ablation");
        (string Name, string Folder)[] places =
        [
            ("", folder), ("baseline", Path.Combine(folder, "baseline")),
            .. Directory.Exists(ablations)
                ? Directory.GetDirectories(ablations).Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), path))
                : [],
        ];
        return places.Select(place => (place.Name, Curves: TrainingCurves.Load(place.Folder))).Where(place => place.Curves is not null)
            .ToDictionary(place => place.Name, place => place.Curves!);
    }
}
