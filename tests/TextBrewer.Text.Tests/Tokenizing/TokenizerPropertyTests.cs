using CsCheck;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

public sealed class TokenizerPropertyTests
{
    private static readonly WordPieceTokenizer Tokenizer = new(
        VocabularyLearner.Learn(["the quick brown fox jumps over the lazy dog", "a dog, a fox!"], 60, new TokenizerOptions()), new TokenizerOptions { MaxLength = 64 });

    [Fact]
    public void Encode_of_any_string_keeps_offsets_inside_the_text() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["abc #[]CLSEPé中\uD800\uDC00\0\t\u0301İ"], 0, 80]).Sample(text =>
        {
            Encoding encoding = Tokenizer.Encode(text);
            Assert.True(encoding.Ids.Length is >= 2 and <= 64);
            Assert.All(encoding.Offsets, o => Assert.True(o.Start >= 0 && o.Start <= o.End && o.End <= text.Length));
        }, iter: 2000);

    [Fact]
    public void Learn_twice_gives_the_same_vocabulary_and_knows_every_letter()
    {
        string[] texts = ["low lower lowest", "new newer newest", "wide wider"];
        Vocabulary first = VocabularyLearner.Learn(texts, 40, new TokenizerOptions());
        Assert.Equal(first.Tokens, VocabularyLearner.Learn(texts, 40, new TokenizerOptions()).Tokens);
        Assert.DoesNotContain("[UNK]", new WordPieceTokenizer(first, new TokenizerOptions()).Encode("wow low nest").Tokens);
        Assert.Contains("low", first.Tokens);
    }
}
