using TextBrewer.Naming;

namespace TextBrewer.Training;

/// <summary>Compares what a checkpoint's run was made of with what a resumed one is made of.</summary>
internal static class CheckpointFingerprint
{
    /// <summary>How many processes carry out the run, where they are several.</summary>
    internal const string Processes = "processes";

    // A run that goes on with other processes is the same run, and its bytes are others, as with other threads: that is said.
    private static readonly string[] s_machine = [Processes, "threads"];

    /// <summary>How many processes a run had and has; null: as many as before.</summary>
    internal static (string Before, string Now)? OtherProcesses(
        IReadOnlyDictionary<string, string> saved,
        IReadOnlyDictionary<string, string> now)
    {
        (string before, string after) = (saved.GetValueOrDefault(Processes, "1"), now.GetValueOrDefault(Processes, "1"));
        return before == after ? null : (before, after);
    }

    /// <summary>What changed, each as a phrase.</summary>
    internal static IReadOnlyList<string> Changes(IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> now) =>
    [
        .. saved.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Where(name => !s_machine.Contains(name) || saved.GetValueOrDefault(Processes) == now.GetValueOrDefault(Processes))
            .Where(name => saved.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name} was {Shown(saved.GetValueOrDefault(name))} and is {Shown(now.GetValueOrDefault(name))}"),
    ];

    /// <summary>The error of a run that is made of something else.</summary>
    internal static ConfigurationException Error(string folder, IReadOnlyList<string> changes) => new(
        $"'{folder}' was saved by a run that was made of something else: {string.Join("; ", changes)}. Undo that, start a new run in "
            + "another output_dir, or go on all the same with --force, which ends with another model than an undisturbed run.");

    private static string Shown(string? value) => value ?? "not there";
}
