using System.Text.RegularExpressions;
using System.Xml.Linq;
using TextBrewer.Testing;

namespace TextBrewer.Architecture.Tests;

/// <summary>The samples and the tests from outside see what every user sees: whatever they need is public.</summary>
public sealed partial class StrangerTests
{
    private const int Page = 110;

    [Fact]
    public void No_library_shows_its_internals_to_a_stranger()
    {
        string[] strangers = ["TextBrewer.Outside.Tests", .. Files("samples", "*.csproj").Select(
            path => Path.GetFileNameWithoutExtension(path))];
        Assert.Contains("OwnModel", strangers);

        string[] friends = [.. Files("src", "*.csproj").Concat(Files("src", "*.props")).SelectMany(InProject), .. Files("src", "*.cs")
            .SelectMany(InCode)];
        Assert.Contains("TextBrewer.Tests", friends);
        Assert.Empty(friends.Intersect(strangers, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Sample_of_an_own_model_fits_on_pages() =>
        Assert.Empty(Files(Path.Combine("samples", "OwnModel"), "*.cs").Where(path => File.ReadAllLines(path).Length > Page)
            .Select(path => Path.GetRelativePath(Golden.ProjectRoot, path)));

    private static IEnumerable<string> InProject(string path) =>
        XDocument.Load(path).Descendants("InternalsVisibleTo").Select(friend => Name((string)friend.Attribute("Include")!));

    private static IEnumerable<string> InCode(string path) =>
        FriendAttribute().Matches(File.ReadAllText(path)).Select(match => Name(match.Groups[1].Value));

    // What follows a comma is a key.
    private static string Name(string assembly) => assembly.Split(',')[0].Trim();

    private static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Golden.ProjectRoot, folder), pattern, SearchOption.AllDirectories)
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any());

    [GeneratedRegex("""InternalsVisibleTo(?:Attribute)?\s*\(\s*"([^"]+)"\s*\)""")]
    private static partial Regex FriendAttribute();
}
