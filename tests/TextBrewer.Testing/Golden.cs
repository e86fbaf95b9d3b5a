using System.Text.Json;
using Xunit;

namespace TextBrewer.Testing;

/// <summary>
/// Where the reference numbers stand: <c>TEXTBREWER_GOLDEN</c>, else <c>../shared/golden</c> from the project's root, else
/// <c>tests/golden</c>.
/// </summary>
public static class Golden
{
    private static readonly string Root = FindRoot();

    /// <summary>The path of a golden file or folder; skips the calling test, naming the file, where it is nowhere.</summary>
    public static string Path(string relative)
    {
        string[] places = Places();
        foreach (string place in places)
        {
            string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(place, relative));
            if (File.Exists(path) || Directory.Exists(path)) return path;
        }
        Assert.Skip($"The golden file '{relative}' is in none of: {string.Join(", ", places)}.");
        return relative;
    }

    /// <summary>
    /// The names of the folders in a golden folder; none where it is nowhere. For the data of theories, which are made when nothing can be
    /// skipped.
    /// </summary>
    public static IReadOnlyList<string> Folders(string relative) =>
        [.. Places().Select(place => System.IO.Path.Combine(place, relative)).Where(Directory.Exists).Take(1)
            .SelectMany(Directory.GetDirectories)
            .Select(folder => System.IO.Path.GetFileName(folder)!)
            .Order(StringComparer.Ordinal)];

    /// <summary>A golden JSON file.</summary>
    public static JsonElement Json(string relative)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path(relative)));
        return document.RootElement.Clone();
    }

    /// <summary>Real data or a real teacher beside the project; skips the calling test where it is not there.</summary>
    public static string Shared(string relative)
    {
        string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Root, "..", "shared", relative));
        if (!File.Exists(path) && !Directory.Exists(path)) Assert.Skip($"The real data '{relative}' is not on this machine.");
        return path;
    }

    /// <summary>The project's root: the folder that holds <c>TextBrewer.slnx</c>.</summary>
    public static string ProjectRoot => Root;

    private static string[] Places() => Environment.GetEnvironmentVariable("TEXTBREWER_GOLDEN") is { Length: > 0 } configured
        ? [configured]
        : [System.IO.Path.Combine(Root, "..", "shared", "golden"), System.IO.Path.Combine(Root, "tests", "golden")];

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "TextBrewer.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("TextBrewer.slnx is in no folder above the tests.");
    }
}
