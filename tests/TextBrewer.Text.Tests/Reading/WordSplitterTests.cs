using CsCheck;
using TextBrewer.Text.Reading;

namespace TextBrewer.Text.Tests.Reading;

public sealed class WordSplitterTests
{
    [Theory]
    [InlineData("Ann's cat, 2.5kg", "Ann|'|s|cat|,|2|.|5kg")]
    [InlineData(" 我爱BERT模型。\t好", "我|爱|BERT|模|型|。|好")]
    [InlineData("café 😀x\u3000y", "café|😀x|y")]
    [InlineData("", "")]
    public void Split_cuts_at_white_space_punctuation_and_Chinese(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', WordSplitter.Split(text).Select(w => text[w.Start..w.End])));

    [Fact]
    public void Split_of_any_text_loses_nothing_but_white_space() => Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["ab ,。中\uD83D\uDE00\0\t\u0301"], 0, 40]).Sample(text =>
    {
        IReadOnlyList<(int Start, int End)> words = WordSplitter.Split(text);
        int at = 0;
        foreach ((int start, int end) in words)
        {
            Assert.True(start >= at && end > start);
            Assert.True(string.IsNullOrWhiteSpace(text[at..start]));
            at = end;
        }
        Assert.True(string.IsNullOrWhiteSpace(text[at..]));
    });
}
