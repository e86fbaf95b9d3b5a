using TextBrewer.Naming;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Files;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// What the models of a run say about its dev examples: each version is added when it has been measured, and the end of the run saves them
/// all.
/// </summary>
internal sealed class RunPredictions
{
    private readonly List<(string Version, IReadOnlyList<IReadOnlyList<IReadOnlyList<PredictionRecord>>> Tasks)> _versions = [];

    /// <summary>Adds a version; a name that is there already gets the new outputs.</summary>
    /// <param name="version">Its name, as <c>result.json</c> has it.</param>
    /// <param name="outputs">Its outputs, task by task. Only what they say is kept, so the model may go.</param>
    internal void Add(string version, IReadOnlyList<EvaluationOutputs> outputs)
    {
        _versions.RemoveAll(known => known.Version == version);
        _versions.Add((version, [.. outputs.Select(o => o.Records)]));
    }

    /// <summary>What a version says, task by task and dev set by dev set; null: it was not added.</summary>
    internal IReadOnlyList<IReadOnlyList<IReadOnlyList<PredictionRecord>>>? Of(string version) =>
        _versions.FirstOrDefault(known => known.Version == version).Tasks;

    /// <summary>Writes <c>predictions.jsonl</c>; where there are no examples, or nothing was measured yet, there is none.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="tasks">The tasks by name, with the examples that the models were asked about.</param>
    internal void Save(string folder, IReadOnlyList<(string Name, SingleOrNamed<TaskData>? Sets)> tasks)
    {
        if (_versions.Count == 0 || tasks.All(task => task.Sets is null)) return;
        IEnumerable<PredictionLine> lines = tasks.SelectMany(Lines);
        DurableFile.WriteLines(Path.Combine(folder, RunFileNames.Predictions), lines.Select(PredictionsFile.Text));
    }

    private IEnumerable<PredictionLine> Lines((string Name, SingleOrNamed<TaskData>? Sets) task, int t) => task.Sets is null
        ? []
        : task.Sets.Items.SelectMany((set, s) => set.Value.Examples.Select((example, i) => example.Line(i, Versions(t, s, i)) with
        {
            Task = Named(task.Name),
            Set = Named(set.Key),
        }));

    /// <summary>What each version says about an example, the teacher first.</summary>
    private Dictionary<string, PredictionRecord> Versions(int task, int set, int example) => _versions
        .OrderBy(version => version.Version != VersionNames.Teacher)
        .ToDictionary(version => version.Version, version => version.Tasks[task][set][example]);

    private static string? Named(string name) => name.Length == 0 ? null : name;
}
