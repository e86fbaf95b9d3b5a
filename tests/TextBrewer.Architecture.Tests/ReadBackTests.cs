using System.Text.RegularExpressions;
using TextBrewer.Testing;

namespace TextBrewer.Architecture.Tests;

/// <summary>A read of a tensor's numbers makes an accelerator wait: a step's reads stand in one place, where they are counted.</summary>
public sealed partial class ReadBackTests
{
    [Theory]
    [InlineData("src/TextBrewer")]
    [InlineData("src/TextBrewer.Models")]
    public void Engine_and_models_read_tensors_through_ReadBack_alone(string folder)
    {
        string[] files = [.. Directory
            .EnumerateFiles(Path.Combine(Golden.ProjectRoot, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))];
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => File.ReadLines(file).Where(line => Read().IsMatch(line)).Select(line => $"{file}: {line}")));
    }

    [GeneratedRegex(@"\.(item|data)<|\.To(Double|Single|Int32|Int64|Boolean)\(\)")]
    private static partial Regex Read();
}
