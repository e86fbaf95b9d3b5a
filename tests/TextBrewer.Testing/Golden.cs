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

    /// <summary>
    /// The path of a golden file or folder. Where it is nowhere, the calling test fails, for the file may be copied and stands in
    /// <c>tests/golden</c>; a file that holds texts of others, and so travels with nobody, skips the test. Both name the file.
    /// </summary>
    public static string Path(string relative)
    {
        string[] places = Places();
        string? path = places.Select(place => System.IO.Path.GetFullPath(System.IO.Path.Combine(place, relative)))
            .FirstOrDefault(p => File.Exists(p) || Directory.Exists(p));
        if (path is not null) return path;
        string message = $"The golden file '{relative}' is in none of: {string.Join(", ", places)}.";
        if (MayBeCopied(relative)) Assert.Fail(message);
        Assert.Skip($"{message} It holds texts of others, so that it is not part of the repository.");
        return relative;
    }

    /// <summary>
    /// Whether a golden file may stand in the repository, which has it then: all but those that hold texts of others.
    /// </summary>
    public static bool MayBeCopied(string relative)
    {
        string name = relative.Replace('\\', '/');
        return name is not ("metrics/squad.json" or "metrics/cmrc.json")
            && !$"{name}/".StartsWith("tokenizer/", StringComparison.Ordinal)
            && !$"{name}/".StartsWith("modern/tokenizer/", StringComparison.Ordinal);
    }

    /// <summary>The names of the folders in a golden folder, in ordinal order.</summary>
    public static IReadOnlyList<string> Folders(string relative) =>
        [.. Directory.GetDirectories(Path(relative)).Select(folder => System.IO.Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    /// <summary>
    /// A golden JSON file. Python writes what is not a number as <c>NaN</c>, which JSON does not know: it is null here, as it is in golden
    /// tensors.
    /// </summary>
    public static JsonElement Json(string relative)
    {
        string text = File.ReadAllText(Path(relative)).Replace(":NaN", ":null", StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(text);
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
