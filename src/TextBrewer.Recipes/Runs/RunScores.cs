using TextBrewer.Recipes.Evaluating;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// How far the metrics of a run's versions may be off, and the differences between them: each version is added when it has been measured.
/// </summary>
internal sealed class RunScores
{
    private readonly Dictionary<string, IReadOnlyList<KeyValuePair<string, ResampledMetrics>>> _versions = [];

    /// <summary>Adds a version; a name that is there already gets the new outputs.</summary>
    /// <param name="version">Its name, as <c>result.json</c> has it.</param>
    /// <param name="tasks">The tasks by name, and its outputs. Only what they are worth is kept, so the model may go.</param>
    /// <param name="cancellationToken">Stops in the middle of it.</param>
    internal void Add(string version, IEnumerable<(string Name, EvaluationOutputs Outputs)> tasks, CancellationToken cancellationToken) =>
        _versions[version] = [.. RunEvaluation.Named(tasks.Select(task => (task.Name, task.Outputs.Resampled(cancellationToken))))
            .Where(set => set.Value.Examples > 0)];

    /// <summary>The result with what is known of its versions.</summary>
    internal RunResult Complete(RunResult result) => result.WithVersions(With) with
    {
        Differences = Differences() is { Count: > 0 } differences ? differences : null,
    };

    /// <summary>Every version against the teacher, and the student against those that lack a part of what it has.</summary>
    private IReadOnlyList<VersionDifference> Differences() =>
    [
        .. _versions.Keys.Where(version => version != VersionNames.Teacher)
            .Select(version => Difference(version, VersionNames.Teacher)).OfType<VersionDifference>(),
        .. _versions.Keys.Where(IsComparison)
            .Select(version => Difference(VersionNames.Student, version)).OfType<VersionDifference>(),
    ];

    private VersionDifference? Difference(string version, string against)
    {
        if (!_versions.TryGetValue(version, out var one) || !_versions.TryGetValue(against, out var other)) return null;
        KeyValuePair<string, Uncertainty>[] sets =
        [
            .. from set in one
               join its in other on set.Key equals its.Key
               let less = set.Value.Less(its.Value)
               where less is not null
               select KeyValuePair.Create(set.Key, less.Uncertainty),
        ];
        return sets.Length == 0 ? null : new VersionDifference(version, against, new(sets));
    }

    private ModelResult With(string version, ModelResult model) =>
        !_versions.TryGetValue(version, out var sets) || sets.Count == 0 ? model : model with
        {
            Uncertainty = new([.. sets.Select(set => KeyValuePair.Create(set.Key, set.Value.Uncertainty))]),
        };

    private static bool IsComparison(string version) => version is not (VersionNames.Teacher or VersionNames.Student or VersionNames.Model
        or VersionNames.Fp32 or VersionNames.Int8);
}
