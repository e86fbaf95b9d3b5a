using CsCheck;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

/// <summary>A text is read as far as the model's length takes, and the result is that of the whole text, cut afterwards.</summary>
public sealed class CutWhileTokenizedTests
{
    private const int Whole = 1_000_000, Endless = 4_000_000;

    private static readonly Vocabulary Vocabulary = VocabularyLearner.Learn(
        ["the quick brown fox jumps over the lazy dog", "a dog, a fox!"],
        60,
        new TokenizerOptions());

    private static readonly ITokenizer[] Kinds = [.. new[]
    {
        new TokenizerOptions(), new TokenizerOptions { Lowercase = false, SplitChinese = false },
        new TokenizerOptions { StripAccents = false },
    }.Select(options => Tokenizers.WordPiece(Vocabulary, options))];

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["abc #[]CLSEPé中\uD800\uDC00\0\t\u0301İ≠한"], 0, 80],
        Gen.String[Gen.Char["the quick brown"], 0, 200],
        Gen.Select(Gen.Int[90, 210], Gen.Char["a中\u0301"], (count, letter) => new string(letter, count) + " the [SEP]"));

    private static readonly Gen<ITokenizer> AnyKind = Gen.Int[0, 2].Select(kind => Kinds[kind]);

    [Fact]
    public void Encode_of_a_text_is_the_whole_text_cut_afterwards() =>
        Gen.Select(AnyKind, AnyText, Gen.Int[2, 40]).Sample((tokenizer, text, maxLength) =>
        {
            Encoding whole = tokenizer.Encode(text, maxLength: Whole), cut = tokenizer.Encode(text, maxLength: maxLength);
            int kept = Math.Min(maxLength, whole.Ids.Length) - 1; // all but the last special token
            Same([.. Enumerable.Range(0, kept), whole.Ids.Length - 1], whole, cut);
            Assert.Equal(whole.Ids.Length > maxLength, cut.Truncated);
        }, iter: 20_000);

    [Fact]
    public void Encode_of_a_pair_is_the_whole_pair_cut_afterwards() =>
        Gen.Select(AnyKind, AnyText, AnyText, Gen.Int[3, 40]).Sample((tokenizer, text, pair, maxLength) =>
        {
            Encoding whole = tokenizer.Encode(text, pair, Whole), cut = tokenizer.Encode(text, pair, maxLength);
            int first = whole.Sequence.Count(s => s == 0), second = whole.Sequence.Count(s => s == 1);
            (int keepFirst, int keepSecond) = LongestFirst(first, second, maxLength - 3);
            Same(
                [.. Enumerable.Range(0, 1 + keepFirst), first + 1, .. Enumerable.Range(first + 2, keepSecond), whole.Ids.Length - 1],
                whole,
                cut);
            Assert.Equal(first + second > maxLength - 3, cut.Truncated);
        }, iter: 20_000);

    [Theory]
    [InlineData(3000, 3001)]
    [InlineData(3001, 3000)]
    [InlineData(3000, 3000)]
    public void Middle_token_of_two_endless_texts_is_the_longer_ones(int first, int second)
    {
        Encoding cut = Kinds[0].Encode(Words(first), Words(second), 18); // 15 tokens remain
        Assert.Equal(first > second ? (8, 7) : (7, 8), (cut.Sequence.Count(s => s == 0), cut.Sequence.Count(s => s == 1)));
    }

    // 16 MB of text would make 4 million pieces, 48 MB.
    [Theory]
    [InlineData("the ")]
    [InlineData("中")]
    [InlineData("[SEP]")]
    [InlineData("\0")]
    [InlineData("a")]
    public void Encode_of_an_endless_text_takes_memory_for_its_tokens_alone(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, Endless));
        Allocates(100_000, () => Kinds[0].Encode(text, maxLength: 128));
        Allocates(100_000, () => Kinds[0].EncodeInput(text, text, maxLength: 129));
        Allocates(100_000, () => Kinds[0].EncodeWords([text, "the"], 128));
    }

    [Fact]
    public void Tokenizing_stops_with_its_caller()
    {
        string text = Words(1000);
        CancellationToken gone = new(canceled: true);
        Assert.Throws<OperationCanceledException>(() => Kinds[0].Encode(text, cancellationToken: gone));
        Assert.Throws<OperationCanceledException>(() => Kinds[0].EncodeInput(text, text, cancellationToken: gone));
        Assert.Throws<OperationCanceledException>(() => Kinds[0].EncodeWords([text], 128, gone));
        Assert.Throws<OperationCanceledException>(() => Kinds[0].Windows(text, text, 128, 32, 16, gone));
        Assert.False(Kinds[0].Encode("the", cancellationToken: default).Truncated); // what was stopped leaves nothing behind
    }

    // Nothing of the text is a token, so it is read to its end unless somebody watches; a machine so busy that the caller goes later
    // than that gets another try.
    [Fact]
    public async Task Tokenizing_stops_in_the_middle_of_a_text()
    {
        string text = new('\0', 4 * Endless);
        for (int attempt = 0; attempt < 10; attempt++)
        {
            using CancellationTokenSource caller = new();
            using SemaphoreSlim begun = new(0);
            Task<Encoding> reading = Task.Run(() =>
            {
                begun.Release();
                return Kinds[0].Encode(text, cancellationToken: caller.Token);
            });
            await begun.WaitAsync();
            await Task.Yield();
            await caller.CancelAsync();
            if (await Record.ExceptionAsync(() => reading) is OperationCanceledException) return;
        }
        Assert.Fail("Every text was read to its end.");
    }

    private static void Same(int[] kept, Encoding whole, Encoding cut)
    {
        Assert.Equal(kept.Select(i => whole.Ids[i]), cut.Ids);
        Assert.Equal(kept.Select(i => whole.TypeIds[i]), cut.TypeIds);
        Assert.Equal(kept.Select(i => whole.Offsets[i]), cut.Offsets);
        Assert.Equal(kept.Select(i => whole.Tokens[i]), cut.Tokens);
        Assert.Equal(kept.Select(i => whole.Sequence[i]), cut.Sequence);
    }

    /// <summary>The rule as the reference implementation has it, over the lengths of the whole texts.</summary>
    private static (int First, int Second) LongestFirst(int first, int second, int room)
    {
        if (first + second <= room) return (first, second);
        (int shorter, int longer) = (Math.Min(first, second), Math.Max(first, second));
        longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if (shorter + longer > room) (shorter, longer) = (room / 2, (room / 2) + (room % 2));
        return first > second ? (longer, shorter) : (shorter, longer);
    }

    private static string Words(int count) => string.Concat(Enumerable.Repeat("the ", count));

    private static void Allocates(long most, Action work)
    {
        work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, most);
    }
}
