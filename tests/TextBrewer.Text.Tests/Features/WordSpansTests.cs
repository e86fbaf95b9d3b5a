using CsCheck;
using TextBrewer.Testing;
using TextBrewer.Text.Features;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Features;

/// <summary>Where words stand among the tokens of any tokenizer.</summary>
public sealed class WordSpansTests
{
    private static readonly string[] s_parts = ["the quick", "good,bad", "her here", " ", "中文", "é", "👍", "don't"];

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Int[0, 7].Select(part => s_parts[part]).Array[0, 8].Select(string.Concat),
        Gen.String[0, 20]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Tokens_of_a_word_are_those_that_have_one_of_its_characters(string kind)
    {
        using TemporaryFolder folder = new();
        ITokenizer tokenizer = Small(folder, kind);
        Gen.Select(AnyText, AnyText).Sample((text, pair) =>
        {
            Encoding encoding = tokenizer.Encode(text, pair, 400);
            TokenSpan[] spans = WordSpans.Of(encoding, text, pair);
            (int Sequence, int Start, int End)[] words =
            [
                .. WordSplitter.Split(text).Select(word => (0, word.Start, word.End)),
                .. WordSplitter.Split(pair).Select(word => (1, word.Start, word.End)),
            ];
            Assert.Equal(words.Length, spans.Length);
            foreach (((int sequence, int start, int end), TokenSpan span) in words.Zip(spans))
            {
                int[] tokens = [.. Enumerable.Range(0, encoding.Ids.Length).Where(token => encoding.Sequence[token] == sequence
                    && encoding.Offsets[token].Start < encoding.Offsets[token].End
                    && encoding.Offsets[token].Start < end && encoding.Offsets[token].End > start)];
                Assert.Equal(tokens.Length == 0 ? (0, 0) : (tokens[0], tokens[^1] + 1), span.IsEmpty ? (0, 0) : (span.Start, span.End));
            }
        }, iter: 100);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Shares_of_a_token_are_its_characters_and_add_up_to_all_of_it(string kind)
    {
        using TemporaryFolder folder = new();
        ITokenizer own = Small(folder, kind), other = Small(folder, "WordPiece");
        AnyText.Sample(text =>
        {
            AnswerWindow mine = new(own.Encode("her", text, 400)), its = new(other.Encode("her", text, 400));
            if (mine.First == mine.End) return;
            IReadOnlyList<PieceShare> shares = PieceShares.Of(mine, its, 0);
            foreach (IGrouping<int, PieceShare> token in shares.GroupBy(share => share.Other))
            {
                Assert.Equal(1, token.Sum(share => (double)share.Share), 1e-6);
                Assert.All(token, share => Assert.InRange(share.Own, mine.First, mine.End - 1));
            }
            Assert.Equal(Enumerable.Range(its.First, its.End - its.First), shares.Select(share => share.Other).Distinct().Order());
        }, iter: 100);
    }

    /// <summary>The kinds of tokenizers.</summary>
    public static TheoryData<string> Kinds => [.. SmallTokenizers.All.Keys];

    private static ITokenizer Small(TemporaryFolder folder, string kind)
    {
        Directory.CreateDirectory(folder[kind]);
        File.WriteAllText(folder[kind, "tokenizer.json"], SmallTokenizers.All[kind]);
        return Tokenizers.FromFolder(folder[kind]);
    }
}
