using System.Security.Cryptography;
using TextBrewer.Testing;
using Xunit.Sdk;

namespace TextBrewer.Architecture.Tests;

/// <summary>The reference numbers that travel with the repository: none is missing, none was changed, none is another's.</summary>
public sealed class CommittedGoldenTests
{
    private static readonly string Committed = Path.Combine(Golden.ProjectRoot, "tests", "golden");

    [Fact]
    public void Committed_golden_files_are_those_of_the_list_and_have_its_checksums()
    {
        Dictionary<string, string> sums = File.ReadLines(Path.Combine(Committed, "SHA256SUMS"))
            .Select(line => line.Split("  ", 2))
            .ToDictionary(parts => parts[1], parts => parts[0], StringComparer.Ordinal);
        Assert.Equal(Ordered(sums.Keys), Ordered(Names(Committed).Where(name => name != "SHA256SUMS")));
        Assert.All(sums, sum => Assert.Equal((sum.Key, sum.Value), (sum.Key, Sum(Path.Combine(Committed, sum.Key)))));
    }

    [Fact]
    public void Committed_golden_files_are_all_that_may_be_copied_of_the_shared_ones()
    {
        string shared = Golden.Shared("golden");
        string[] expected = Ordered(Names(shared).Where(name => name != "README.md" && Golden.MayBeCopied(name)));
        Assert.Equal(expected, Ordered(Names(Committed).Where(name => name != "SHA256SUMS")));
        Assert.All(expected, name => Assert.Equal((name, Sum(Path.Combine(shared, name))), (name, Sum(Path.Combine(Committed, name)))));
    }

    [Theory]
    [InlineData("of-another-time.json", true)]
    [InlineData("metrics/of-another-time.json", true)]
    [InlineData("runs/of-another-time/run.json", true)]
    [InlineData("modern/models/of-another-time", true)]
    [InlineData("tokenizer/of-another-time.json", false)]
    [InlineData("modern/tokenizer/of-another-time.json", false)]
    public void Golden_file_that_is_nowhere_fails_where_it_may_be_copied_and_skips_where_not(string name, bool fails)
    {
        // Not by Assert.ThrowsAny, which passes a skip on.
        Exception? error = null;
        try
        {
            Golden.Path(name);
        }
        catch (Exception thrown) when (thrown is FailException or SkipException)
        {
            error = thrown;
        }
        Assert.Equal((fails, !fails), (error is FailException, error is SkipException));
        Assert.Contains($"'{name}'", error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metrics/squad.json")]
    [InlineData("metrics/cmrc.json")]
    [InlineData("tokenizer")]
    public void Golden_file_with_texts_of_others_may_not_be_copied(string name) => Assert.False(Golden.MayBeCopied(name));

    private static IEnumerable<string> Names(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'));

    private static string[] Ordered(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];

    private static string Sum(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
