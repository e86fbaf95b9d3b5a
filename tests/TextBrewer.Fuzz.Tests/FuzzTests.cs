using TextBrewer.Fuzz.Cases;
using TextBrewer.Fuzz.Formats;
using TextBrewer.Fuzz.Running;

namespace TextBrewer.Fuzz.Tests;

/// <summary>
/// The short form of <c>dev.cs -- fuzz</c>: some hundred damaged files of each format, and that it finds what it looks for.
/// </summary>
public sealed class FuzzTests
{
    private const int Cases = 300;

    public static TheoryData<string> Formats() => [.. FormatTable.All.Select(format => format.Name)];

    [Theory, MemberData(nameof(Formats))]
    public void Damaged_files_of_a_format_end_in_a_declared_error_or_an_answer(string name)
    {
        // A process of its own, so that a case that would end it is a finding like others.
        Findings findings = new Children(new Request(FormatTable.Find(name)!) { End = Cases, Seconds = 20, Seed = 4711 }).Run(_ => { });
        Assert.Empty(findings.Kinds.Select(kind => $"{kind.Kind}, case {kind.Cases[0].Number}: {kind.Cases[0].Problem}"));
        Assert.NotEqual(0, findings.Cases);
    }

    [Theory, MemberData(nameof(Formats))]
    public void Case_of_a_seed_and_a_number_is_the_same_again(string name)
    {
        if (name == "checkpoint") return; // its seed is a run, which takes its time
        Format format = FormatTable.Find(name)!;
        IReadOnlyList<Seed> seeds = format.Seeds();
        for (int number = 0; number < 50; number++)
        {
            FuzzCase one = format.Case(seeds, 3, number), again = format.Case(seeds, 3, number);
            Assert.Equal((one.File, one.Seed.Name), (again.File, again.Seed.Name));
            Assert.Equal(one.Bytes, again.Bytes);
        }
        Assert.True(Enumerable.Range(0, 50).Select(n => Convert.ToHexString(format.Case(seeds, 3, n).Bytes)).Distinct().Count() > 20);
    }

    [Theory]
    [InlineData("undeclared", "ArgumentException")]
    [InlineData("slow", Judge.TooMuch)]
    [InlineData("large", Judge.TooMuch)]
    [InlineData("outside", "outside.txt outside of the folder was read")]
    [InlineData("written", "left was written outside of the folder")]
    [InlineData("declared", null)]
    public void Judge_of_a_reader_that_misbehaves_says_so(string fault, string? says)
    {
        FaultyFormat format = new(fault);
        using Judge judge = new(format, format.Seeds());
        format.IsSound = false;
        string? problem = judge.Try(0, 1).Problem;
        if (says is null) Assert.Null(problem);
        else Assert.Contains(says, problem, StringComparison.Ordinal);
    }
}
