using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Testing;

namespace TextBrewer.Architecture.Tests;

/// <summary>What a reader copies is what is compiled and tested, and versions agree wherever one is named.</summary>
public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("README.md", 2)]
    [InlineData("eng/package/README.md", 1)]
    public void Code_of_a_README_is_a_sample_s_program(string readme, int count)
    {
        string samples = Path.Combine(Golden.ProjectRoot, "samples");
        string[] programs = [.. Directory.EnumerateFiles(samples, "Program.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];
        string[] blocks = [.. Code().Matches(Read(readme)).Select(block => block.Groups[1].Value)];
        Assert.Equal(count, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(block, programs));
    }

    [Fact]
    public void Assemblies_have_the_version_that_the_changelog_begins_with()
    {
        string version = typeof(TextClassifier).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Match newest = Newest().Match(Read("CHANGELOG.md"));
        string released = newest.Groups[1].Value;
        if (newest.Groups[2].Success) Assert.StartsWith(released + "-", version, StringComparison.Ordinal);
        else Assert.Equal(released, version.Split('+')[0]);
    }

    // 0.1.*-* is the newest of 0.1, a preview while there is nothing else.
    [Theory]
    [InlineData("samples/distil.cs")]
    [InlineData("templates/module/OwnModule.csproj")]
    [InlineData("templates/service/TextService.csproj")]
    public void What_is_copied_asks_for_packages_of_this_version(string file)
    {
        string current = XDocument.Parse(Read("eng/package/Package.props")).Descendants("MinVerMinimumMajorMinor").Single().Value;
        string[] asked = [.. Asked().Matches(Read(file)).Select(match => match.Groups[1].Value)];
        Assert.Equal([$"{current}.*-*"], asked);
        Assert.StartsWith(current + ".", Newest().Match(Read("CHANGELOG.md")).Groups[1].Value, StringComparison.Ordinal);
    }

    // The tool's id is textbrewer, and a feed knows no case: a package of both kinds cannot be restored.
    [Fact]
    public void No_two_packages_have_the_same_name()
    {
        string source = Path.Combine(Golden.ProjectRoot, "src");
        string[] ids = [.. Directory.EnumerateFiles(source, "*.csproj", SearchOption.AllDirectories).Select(Id)];
        Assert.Contains("textbrewer", ids);
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static string Id(string project) =>
        XDocument.Load(project).Descendants("PackageId").SingleOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project);

    private static string Read(string path) => File.ReadAllText(Path.Combine(Golden.ProjectRoot, path));

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^## (\S+)( \(not released\))?", RegexOptions.Multiline)]
    private static partial Regex Newest();

    [GeneratedRegex(@"TextBrewer\.\w+(?:@|"" Version="")([^""\s]+)")]
    private static partial Regex Asked();
}
