using CsCheck;
using TextBrewer.Text.Features;

namespace TextBrewer.Text.Tests.Features;

public sealed class TagSchemesTests
{
    private static readonly TagScheme[] All = Enum.GetValues<TagScheme>();

    // Any tags at all, also ones that no scheme would write in this order.
    private static readonly Gen<string[]> Any = Gen.OneOf(
        ["O", "O", "B", "I", .. new[] { "B", "I", "E", "S" }.SelectMany(p => new[] { $"{p}-PER", $"{p}-LOC" })]).Array[0, 12];

    [Fact]
    public void Convert_of_any_tags_keeps_the_entities() => Any.Sample(tags =>
    {
        foreach (TagScheme scheme in All)
        {
            IReadOnlyList<string> converted = TagSchemes.Convert(tags, scheme);
            Assert.Equal(Entities.Of(tags), Entities.Of(converted));
            // What Convert writes is right to the letter of its scheme.
            Assert.Equal(Entities.Of(tags), Entities.Strict(converted, scheme));
        }
    }, iter: 5000);

    [Fact]
    public void Convert_there_and_back_is_the_identity() => Any.Sample(tags =>
    {
        foreach (TagScheme from in All)
            foreach (TagScheme to in All)
            {
                IReadOnlyList<string> first = TagSchemes.Convert(tags, from);
                Assert.Equal(first, TagSchemes.Convert(TagSchemes.Convert(first, to), from));
            }
    });

    [Fact]
    public void Detect_of_what_Convert_wrote_is_its_scheme()
    {
        string[] tags = ["B-PER", "I-PER", "B-PER", "O", "B-LOC", "O"];
        foreach (TagScheme scheme in All) Assert.Equal(scheme, TagSchemes.Detect([TagSchemes.Convert(tags, scheme)]));
        Assert.Equal(TagScheme.Iob2, TagSchemes.Detect([["O", "O"], []]));
        // One slip of an annotator does not make another scheme of a file.
        Assert.Equal(TagScheme.Iob2, TagSchemes.Detect([["B-PER", "O", "B-PER", "O", "I-LOC"]]));
    }

    [Theory]
    [InlineData("B-A L-A U-B", "B-A E-A S-B")] // BILOU
    [InlineData("B-A M-A E-A W-B O", "B-A I-A E-A S-B O")] // BMEW
    [InlineData("B I O S", "B E O S")]
    [InlineData("B-creative-work I-creative-work", "B-creative-work E-creative-work")]
    public void Convert_knows_the_other_names_of_BIOES(string from, string to) =>
        Assert.Equal(to.Split(' '), TagSchemes.Convert(from.Split(' '), TagScheme.Bioes));

    [Theory]
    [InlineData("PER")]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("X-PER")]
    [InlineData("o")]
    public void Convert_of_what_is_no_tag_says_so(string tag) =>
        Assert.Contains(
            $"'{tag}'",
            Assert.Throws<InvalidDataException>(() => TagSchemes.Convert(["O", tag], TagScheme.Iob2)).Message,
            StringComparison.Ordinal);
}
