using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>Which of a run folder's files a process needs that does not write it.</summary>
internal static class RunFiles
{
    private static readonly string[] s_models = ["student", "model"];

    /// <summary>
    /// Recipes, results, models to go on from and the newest checkpoints; not what was exported, logged or compared, and no older
    /// checkpoint.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <returns>Whether a file is needed, by its path in the folder, with slashes.</returns>
    internal static Func<string, bool> IsNeeded(string folder) => name =>
    {
        string[] parts = name.Split('/');
        // A lock is of the process that works there.
        if (parts[^1].StartsWith('.')) return false;
        int checkpoint = Array.IndexOf(parts, "checkpoints");
        if (checkpoint < 0) return (parts.Length < 2 || s_models.Contains(parts[^2]) || parts[0] == "stages")
            && !name.EndsWith(".onnx", StringComparison.Ordinal) && !name.EndsWith(".html", StringComparison.Ordinal);
        string run = Path.Combine(folder, Path.Combine(parts[..checkpoint]));
        string? newest = Checkpoint.All(run) is [.., var last] ? Path.GetFileName(last) : null;
        return parts.Length > checkpoint + 1 && parts[checkpoint + 1] == newest;
    };
}
