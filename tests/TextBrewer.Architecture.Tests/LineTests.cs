using TextBrewer.Testing;

namespace TextBrewer.Architecture.Tests;

/// <summary>A line of code is read without scrolling to the side.</summary>
public sealed class LineTests
{
    private const int Longest = 140;

    [Fact]
    public void Every_line_of_code_ends_by_column_140()
    {
        string[] files = [.. new[] { "src", "tests", "bench", "samples", "eng" }.SelectMany(Sources)];
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(TooLong));
    }

    private static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Path.Combine(Golden.ProjectRoot, folder), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Golden.ProjectRoot, file))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static IEnumerable<string> TooLong(string file) => File.ReadLines(Path.Combine(Golden.ProjectRoot, file))
        .Select((line, i) => (Text: line, Number: i + 1))
        .Where(line => line.Text.Length > Longest)
        .Select(line => $"{file}:{line.Number} has {line.Text.Length} columns");
}
