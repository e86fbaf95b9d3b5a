using CsCheck;
using TextBrewer.Text.Features;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Features;

public sealed class AnswerSearchTests
{
    private static readonly ITokenizer Tokenizer = Tokenizers.WordPiece(
        VocabularyLearner.Learn(
            ["the quick brown fox jumps over the lazy dog", "who jumps over the dog? 狐狸"],
            60,
            new TokenizerOptions()), new TokenizerOptions { MaxLength = 512 });

    // A passage of odd words, window and stride, and coarse logits, so that equal scores are frequent.
    private static readonly Gen<(string Passage, int Room, int Stride, int Seed, int Count, int MaxPieces)> Any = Gen.Select(
        Gen.OneOf("the", "quick fox", "Dogs,", "İé", "jumps\u0301", "狐狸", "\u200b", "😀", "over  ", "[SEP]").Array[0, 20]
            .Select(words => string.Join(' ', words)),
        Gen.Int[2, 12], Gen.Int[0, 1], Gen.Int, Gen.Int[1, 8], Gen.Int[1, 12]);

    [Fact]
    public void Best_of_any_windows_is_what_trying_everything_finds() => Any.Sample(any =>
    {
        IReadOnlyList<Encoding> windows = Tokenizer.Windows(
            "who?",
            any.Passage,
            Tokenizer.Encode("who?").Ids.Length + 1 + any.Room,
            any.Stride);
        Random random = new(any.Seed);
        float[][] starts = Logits(), ends = Logits();

        Dictionary<(int Start, int End), double> all = [];
        for (int w = 0; w < windows.Count; w++)
        {
            for (int i = 0; i < windows[w].Ids.Length; i++)
            {
                for (int j = i; j < Math.Min(windows[w].Ids.Length, i + any.MaxPieces); j++)
                {
                    if (windows[w].Sequence[i] != 1 || windows[w].Sequence[j] != 1) continue;
                    (int, int) span = (windows[w].Offsets[i].Start, windows[w].Offsets[j].End);
                    double score = (double)starts[w][i] + ends[w][j];
                    if (!all.TryGetValue(span, out double known) || score > known) all[span] = score;
                }
            }
        }
        var expected = all.OrderByDescending(s => s.Value).ThenBy(s => s.Key.Start).ThenBy(s => s.Key.End).Take(any.Count)
            .Select(s => (s.Key.Start, s.Key.End, s.Value))
            .ToArray();
        IReadOnlyList<AnswerCandidate> actual = AnswerSearch.Best(any.Passage, windows, starts, ends, any.Count, any.MaxPieces);
        if (expected.Length == 0) Assert.Equal([new AnswerCandidate("", 0, 0, 0, 1)], actual);
        else Assert.Equal(expected, actual.Select(a => (a.Start, a.End, a.Score)));
        Assert.All(actual, a => Assert.Equal(any.Passage[a.Start..a.End], a.Text));
        Assert.Equal(1, actual.Sum(a => a.Probability), 1e-9);

        float[][] Logits() => [.. windows.Select(w => w.Ids.Select(_ => (float)random.Next(-3, 4)).ToArray())];
    }, iter: 2000);

    [Fact]
    public void Place_and_search_of_an_answer_give_it_back() => Any.Sample(any =>
    {
        IReadOnlyList<Encoding> windows = Tokenizer.Windows(
            "who?",
            any.Passage,
            Tokenizer.Encode("who?").Ids.Length + 1 + any.Room,
            any.Stride);
        Encoding whole = Tokenizer.Encode("who?", any.Passage);
        (int Start, int End)[] tokens = [.. whole.Offsets.Where((_, i) => whole.Sequence[i] == 1)];
        if (tokens.Length == 0) return;
        Random random = new(any.Seed);
        int first = random.Next(tokens.Length), last = random.Next(first, tokens.Length);
        (int start, int end) = (tokens[first].Start, tokens[last].End);
        int held = 0;
        for (int w = 0; w < windows.Count; w++)
        {
            if (new AnswerWindow(windows[w]).Place(start, end) is not (int from, int to)) continue;
            held++;
            Assert.Equal((1, 1), (windows[w].Sequence[from], windows[w].Sequence[to]));
            Assert.Equal((start, end), (windows[w].Offsets[from].Start, windows[w].Offsets[to].End));
        }
        // Windows move on by room − stride tokens, so an answer of stride + 1 tokens is in one of them.
        if (last - first <= any.Stride) Assert.True(held > 0);
    }, iter: 2000);

    [Fact]
    public void Place_of_part_of_a_token_is_that_token_and_of_white_space_nothing()
    {
        Encoding window = Tokenizer.Encode("who?", "the dog  jumps");
        (int from, int to) = Assert.NotNull(new AnswerWindow(window).Place(5, 6));
        Assert.True(window.Offsets[from].Start <= 5 && window.Offsets[to].End >= 6);
        Assert.Null(new AnswerWindow(window).Place(7, 9));
        Assert.Null(new AnswerWindow(window).Place(3, 3));
        Assert.Null(new AnswerWindow(Tokenizer.Encode("who?", "")).Place(0, 1));
    }

    [Fact]
    public void Best_of_an_empty_passage_or_of_no_number_is_the_empty_answer()
    {
        AnswerCandidate[] empty = [new("", 0, 0, 0, 1)];
        Assert.Equal(empty, AnswerSearch.Best("", [Tokenizer.Encode("who?", "")], [new float[9]], [new float[9]], 5, 30));
        Assert.Equal(empty, AnswerSearch.Best("", [], [], [], 5, 30));
        Encoding window = Tokenizer.Encode("who?", "the dog");
        float[] none = [.. window.Ids.Select(_ => float.NaN)];
        Assert.Equal(empty, AnswerSearch.Best("the dog", [window], [none], [none], 5, 30));
    }

    [Fact]
    public void Best_of_too_few_logits_is_refused() =>
        Assert.Throws<ArgumentException>(
            () => AnswerSearch.Best("the dog", [Tokenizer.Encode("who?", "the dog")], [[1, 2]], [[1, 2]], 5, 30));
}
