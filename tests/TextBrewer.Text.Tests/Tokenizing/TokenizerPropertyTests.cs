using CsCheck;
using TextBrewer.Testing;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

public sealed class TokenizerPropertyTests
{
    private static readonly TokenizerOptions Options = new() { MaxLength = 64 };

    private static readonly Vocabulary Vocabulary = VocabularyLearner.Learn(
        ["the quick brown fox jumps over the lazy dog", "a dog, a fox!"],
        60,
        Options);

    private static readonly ITokenizer Tokenizer = Tokenizers.WordPiece(Vocabulary, Options);

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["abc #[]CLSEPé中\uD800\uDC00\0\t\u0301İ"], 0, 80],
        Gen.String[Gen.Char["the quick brown"], 0, 200]);

    [Fact]
    public void Windows_of_any_passage_cover_it_in_order_and_share_their_stride() =>
        Gen.Select(AnyText, AnyText, Gen.Int[8, 40], Gen.Int[0, 12], Gen.Int[0, 12]).Sample((text, pair, maxLength, stride, maxText) =>
        {
            int question = Math.Min(maxText, Tokenizer.Encode(text, maxLength: 10_000).Ids.Length - 2), room = maxLength - 3 - question;
            Encoding whole = Tokenizer.Encode("", pair, 10_000);
            int count = whole.Ids.Length - 3;
            if (count > room && room <= stride)
            {
                Assert.Throws<InvalidDataException>(() => Tokenizer.Windows(text, pair, maxLength, stride, maxText));
                return;
            }
            IReadOnlyList<Encoding> windows = Tokenizer.Windows(text, pair, maxLength, stride, maxText);
            List<(int Id, int Start, int End)> seen = [];
            for (int w = 0; w < windows.Count; w++)
            {
                Encoding window = windows[w];
                Assert.True(window.Ids.Length <= maxLength);
                Assert.Equal(question, window.Sequence.Count(s => s == 0));
                (int Id, int Start, int End)[] part = [.. window.Ids.Zip(window.Offsets, window.Sequence).Where(t => t.Third == 1)
                    .Select(t => (t.First, t.Second.Start, t.Second.End))];
                if (w > 0) Assert.Equal(seen[^stride..], part[..stride]);
                seen.AddRange(w == 0 ? part : part[stride..]);
                if (w + 1 < windows.Count) Assert.Equal(maxLength, window.Ids.Length);
                Assert.Equal(windows.Count > 1 || question < Tokenizer.Encode(text, maxLength: 10_000).Ids.Length - 2, window.Truncated);
            }
            Assert.Equal(Enumerable.Range(0, whole.Ids.Length).Where(i => whole.Sequence[i] == 1)
                .Select(i => (whole.Ids[i], whole.Offsets[i].Start, whole.Offsets[i].End)), seen);
        }, iter: 2000);

    [Fact]
    public void EncodeWords_gives_each_word_that_fits_the_pieces_it_has_alone() =>
        Gen.Select(AnyText.Array[0, 12], Gen.Int[2, 60]).Sample((words, maxLength) =>
        {
            WordEncoding encoding = Tokenizer.EncodeWords(words, maxLength);
            List<(int Id, int Word, bool First)> expected = [];
            for (int i = 0; i < words.Length; i++)
            {
                int[] ids = Tokenizer.Encode(words[i], maxLength: 10_000).Ids[1..^1];
                if (ids.Length == 0) ids = [Vocabulary.UnknownId];
                expected.AddRange(ids.Select((id, k) => (id, i, k == 0)));
            }
            Assert.Equal(expected.Count > maxLength - 2, encoding.Truncated);
            Assert.Equal(expected.Take(maxLength - 2), encoding.Ids[1..^1].Zip(encoding.Words[1..^1], encoding.First[1..^1]));
            Assert.Equal(
                (Vocabulary.ClsId, Vocabulary.SepId, -1, -1),
                (encoding.Ids[0], encoding.Ids[^1], encoding.Words[0], encoding.Words[^1]));
            Assert.False(encoding.First[0] || encoding.First[^1]);
        }, iter: 2000);

    [Fact]
    public async Task Encode_from_many_threads_gives_the_same() => await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
    {
        for (int i = 0; i < 2000; i++)
        {
            string text = FormattableString.Invariant($"the dog{i % 700} jumps ünder {i % 900}é 中{i}");
            Assert.Equal(Tokenizers.WordPiece(Vocabulary, Options).Encode(text).Ids, Tokenizer.Encode(text).Ids);
        }
    })));

    [Fact]
    public void Encode_of_any_string_keeps_offsets_inside_the_text() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["abc #[]CLSEPé中\uD800\uDC00\0\t\u0301İ"], 0, 80]).Sample(text =>
        {
            Encoding encoding = Tokenizer.Encode(text);
            Assert.True(encoding.Ids.Length is >= 2 and <= 64);
            Assert.All(encoding.Offsets, o => Assert.True(o.Start >= 0 && o.Start <= o.End && o.End <= text.Length));
        }, iter: 2000);

    [Fact]
    public void EncodeInput_is_what_Encode_gives_a_model() =>
        Gen.Select(AnyText, AnyText, Gen.Bool, Gen.Int[4, 40]).Sample((text, pair, isPair, maxLength) =>
        {
            Encoding encoding = Tokenizer.Encode(text, isPair ? pair : null, maxLength);
            (TokenSequence input, bool truncated) = Tokenizer.EncodeInput(text, isPair ? pair : null, maxLength);
            Assert.Equal(encoding.Ids, input.Ids);
            Assert.Equal(encoding.TypeIds, input.TypeIds);
            Assert.Equal(encoding.Truncated, truncated);
        });

    [Fact]
    public void WithSpecialTokens_of_a_texts_pieces_is_its_encoding() =>
        AnyText.Sample(text =>
        {
            Encoding encoding = Tokenizer.Encode(text, maxLength: 10_000);
            (int[] ids, int[] types) = Tokenizer.WithSpecialTokens(encoding.Ids[1..^1]);
            Assert.Equal(encoding.Ids, ids);
            Assert.Equal(encoding.TypeIds, types);
        }, iter: 500);

    [Fact]
    public void SpecialTokens_are_as_many_as_an_empty_text_or_pair_has()
    {
        Assert.Equal(Tokenizer.Encode("").Ids.Length, Tokenizer.SpecialTokens(pair: false));
        Assert.Equal(Tokenizer.Encode("", "").Ids.Length, Tokenizer.SpecialTokens(pair: true));
        Assert.Equal((2, 3), (Tokenizer.SpecialTokens(pair: false), Tokenizer.SpecialTokens(pair: true)));
    }

    [Fact]
    public void SaveTo_then_FromFolder_is_the_same_tokenizer()
    {
        using TemporaryFolder folder = new();
        Tokenizer.SaveTo(folder["saved"]);
        Assert.True(Tokenizers.AreIn(folder["saved"]));
        Assert.False(Tokenizers.AreIn(folder.Path));
        ITokenizer again = Tokenizers.FromFolder(folder["saved"]);
        Assert.Equal((Tokenizer.MaxLength, Tokenizer.PadId), (again.MaxLength, again.PadId));
        Assert.Equal(Tokenizer.Tokens, again.Tokens);
        AnyText.Sample(text => Assert.Equal(Tokenizer.Encode(text).Ids, again.Encode(text).Ids), iter: 200);
        Assert.NotEqual(again.Encode("The Fox").Ids, Tokenizers.FromFolder(folder["saved"], lowercase: false).Encode("The Fox").Ids);
    }

    [Fact]
    public void Learn_twice_gives_the_same_vocabulary_and_knows_every_letter()
    {
        string[] texts = ["low lower lowest", "new newer newest", "wide wider"];
        Vocabulary first = VocabularyLearner.Learn(texts, 40, new TokenizerOptions());
        Assert.Equal(first.Tokens, VocabularyLearner.Learn(texts, 40, new TokenizerOptions()).Tokens);
        Assert.DoesNotContain("[UNK]", Tokenizers.WordPiece(first, new TokenizerOptions()).Encode("wow low nest").Tokens);
        Assert.Contains("low", first.Tokens);
    }

    [Fact]
    public void Merges_are_those_of_counting_all_pairs_anew_each_time()
    {
        Gen.Select(Gen.String[Gen.Char["abc"], 1, 6].Array[1, 12], Gen.Int[1, 3]).Sample((words, least) =>
        {
            IReadOnlyList<string> learnt = VocabularyLearner.Learn([string.Join(' ', words)], 40, new TokenizerOptions(), least).Tokens;
            Assert.Equal(Naive(words, 40, least), learnt);
        }, iter: 200);

        static string[] Naive(string[] words, int size, int least)
        {
            List<string[]> pieces = [.. words.Select(word => word.Select((letter, i) => i == 0 ? $"{letter}" : $"##{letter}").ToArray())];
            List<string> tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
            tokens.AddRange(pieces.SelectMany(word => word).Distinct().Order(StringComparer.Ordinal));
            while (tokens.Count < size)
            {
                var pairs = pieces.SelectMany(word => word.Zip(word.Skip(1))).CountBy(pair => pair)
                    .Where(pair => pair.Value >= least).ToArray();
                if (pairs.Length == 0) break;
                (string left, string right) = pairs
                    .OrderByDescending(pair => pair.Value)
                    .ThenBy(pair => pair.Key.First, StringComparer.Ordinal)
                    .ThenBy(pair => pair.Key.Second, StringComparer.Ordinal)
                    .First().Key;
                tokens.Add(left + right[2..]);
                for (int i = 0; i < pieces.Count; i++)
                {
                    List<string> joined = [];
                    for (int at = 0; at < pieces[i].Length; at++)
                    {
                        bool isPair = at + 1 < pieces[i].Length && (pieces[i][at], pieces[i][at + 1]) == (left, right);
                        joined.Add(isPair ? tokens[^1] : pieces[i][at]);
                        if (isPair) at++;
                    }
                    pieces[i] = [.. joined];
                }
            }
            return [.. tokens.Distinct()];
        }
    }

    [Fact]
    public void Words_are_carried_over_as_themselves_by_role_or_as_their_pieces()
    {
        ITokenizer from = Tokenizers.WordPiece(
            new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "low", "##er", "##est", "er", "##lo", "##w"]),
            new TokenizerOptions());
        ITokenizer to = Tokenizers.WordPiece(
            new Vocabulary(["[MASK]", "[SEP]", "[CLS]", "[UNK]", "[PAD]", "lower", "##est", "##lower", "xyz", "##xyz", "er", "##er"]),
            new TokenizerOptions());
        int[][] expected = [[4], [3], [2], [1], [0], [5, 6], [7], [9, 10, 6], [], [], [8], [6]];
        Assert.Equal(expected, VocabularyTransfer.Of(from, to).Select(ids => ids.ToArray()));
    }

    [Theory]
    [InlineData("WordPiece")]
    [InlineData("byte-level BPE")]
    [InlineData("Unigram")]
    public void A_piece_begins_a_word_in_both_vocabularies_or_in_none_whatever_their_marks(string kind)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["tokenizer.json"], SmallTokenizers.All[kind]);
        ITokenizer from = Tokenizers.FromFolder(folder.Path);
        ITokenizer to = Tokenizers.WordPiece(
            new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "##the", "##er", "foxing", "##fog"]),
            new TokenizerOptions());
        foreach ((string token, IReadOnlyList<int> ids) in to.Tokens.Zip(VocabularyTransfer.Of(from, to)).Skip(5))
        {
            Assert.Equal(token.Replace("##", ""), string.Concat(ids.Select(id => from.Tokens[id].TrimStart('#', '\u0120', '\u2581'))));
            Assert.Equal(token.StartsWith("##", StringComparison.Ordinal), from.ContinuesWord(ids[0]));
        }
    }
}
