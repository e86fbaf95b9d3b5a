using TextBrewer.Text.Features;

namespace TextBrewer.Text.Tests.Features;

public sealed class EntitiesTests
{
    [Theory]
    [InlineData("B-PER I-PER O B-LOC", "PER 0-2, LOC 3-4")]
    [InlineData("I-PER I-LOC I-LOC B-LOC", "PER 0-1, LOC 1-3, LOC 3-4")]
    [InlineData("S-PER S-PER B-LOC E-LOC E-LOC", "PER 0-1, PER 1-2, LOC 2-4, LOC 4-5")]
    [InlineData("B I O I", "_ 0-2, _ 3-4")]
    [InlineData("B-creative-work I-creative-work", "creative-work 0-2")]
    [InlineData("O E-PER I-PER", "PER 1-2, PER 2-3")]
    [InlineData("", "")]
    public void Of_reads_as_seqevals_default(string tags, string expected) => Assert.Equal(expected, Text(Entities.Of(Split(tags))));

    [Theory]
    [InlineData(TagScheme.Iob2, "I-PER I-PER O B-LOC I-PER", "LOC 3-4")]
    [InlineData(TagScheme.Iob1, "I-PER B-PER O B-LOC", "PER 0-1, PER 1-2")]
    [InlineData(TagScheme.Iob1, "I-PER B-LOC I-LOC", "PER 0-1, LOC 2-3")] // a B that IOB1 would not write begins nothing
    [InlineData(TagScheme.Bioes, "B-PER I-PER O S-LOC B-ORG E-ORG E-ORG", "LOC 3-4, ORG 4-6")]
    [InlineData(TagScheme.Bioes, "B-PER", "")]
    public void Strict_reads_the_letter_only(TagScheme scheme, string tags, string expected) =>
        Assert.Equal(expected, Text(Entities.Strict(Split(tags), scheme)));

    private static string[] Split(string tags) => tags.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Text(IReadOnlyList<Entity> entities) => string.Join(", ", entities.Select(e => $"{e.Type} {e.Start}-{e.End}"));
}
