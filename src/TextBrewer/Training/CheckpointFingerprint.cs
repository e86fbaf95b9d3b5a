using TextBrewer.Naming;

namespace TextBrewer.Training;

/// <summary>Compares what a checkpoint's run was made of with what a resumed one is made of.</summary>
internal static class CheckpointFingerprint
{
    /// <summary>What changed, each as a phrase.</summary>
    internal static IReadOnlyList<string> Changes(IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> now) =>
    [
        .. saved.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Where(name => saved.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name} was {Shown(saved.GetValueOrDefault(name))} and is {Shown(now.GetValueOrDefault(name))}"),
    ];

    /// <summary>The error of a run that is made of something else.</summary>
    internal static ConfigurationException Error(string folder, IReadOnlyList<string> changes) => new(
        $"'{folder}' was saved by a run that was made of something else: {string.Join("; ", changes)}. Undo that, start a new run in "
            + "another output_dir, or go on all the same with --force, which ends with another model than an undisturbed run.");

    private static string Shown(string? value) => value ?? "not there";
}
