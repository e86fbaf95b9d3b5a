using CsCheck;
using TextBrewer.Text.Pieces;

namespace TextBrewer.Text.Tests.Tokenizing;

/// <summary>Vocabularies against the plainest way of doing the same.</summary>
public sealed class PieceModelTests
{
    private static readonly Gen<string> Word = Gen.String[Gen.Char["abcd"], 1, 14];

    [Fact]
    public void Byte_pairs_are_merged_as_if_each_time_the_first_of_all_merges_was_looked_for() =>
        Gen.Select(Gen.Int[0, 1 << 20], Word).Sample((seed, word) =>
        {
            (string[] tokens, List<(string, string)> merges) = Learned(new Random(seed));
            BytePairModel model = new(new TokenTable(tokens), merges, new BytePairSettings());
            Assert.Equal(Merged(word, merges), Pieces(model, word).Select(piece => tokens[piece.Id]));
        }, iter: 2000);

    [Fact]
    public void Unigram_pieces_are_the_most_probable_of_all_ways_to_cut_a_word() =>
        Gen.Select(Gen.Int[0, 1 << 20], Word).Sample((seed, word) =>
        {
            Random random = new(seed);
            (string[] learned, _) = Learned(random);
            string[] tokens = ["<unk>", .. learned.Where(token => token != "d")]; // d alone is unknown
            double[] scores = [.. tokens.Select(_ => -1 - (10 * random.NextDouble()))];
            UnigramModel model = new(new TokenTable(tokens), scores, unknownId: 0, byteFallback: false);
            List<Piece> pieces = Pieces(model, word);
            Assert.Equal(word, string.Concat(pieces.Select(piece => word[piece.Start..piece.End])));
            double unknown = scores.Min() - 10;
            // Unknown neighbours are one piece, which costs as much as each of them.
            double score = pieces.Sum(piece => piece.Id == 0 ? unknown * (piece.End - piece.Start) : scores[piece.Id]);
            Assert.Equal(Best(word, tokens, scores, unknown), score, tolerance: 1e-9); // digits would round either way
        }, iter: 2000);

    [Fact]
    public void Word_of_a_million_letters_takes_memory_in_proportion()
    {
        (string[] tokens, List<(string, string)> merges) = Learned(new Random(1));
        string word = new('a', 1_000_000);
        PieceModel[] models =
        [
            new BytePairModel(new TokenTable(tokens), merges, new BytePairSettings()),
            new UnigramModel(new TokenTable(["<unk>", .. tokens]), [-9, .. tokens.Select(_ => -1.0)], 0, false),
        ];
        foreach (PieceModel model in models)
        {
            List<Piece> pieces = new(word.Length);
            long before = GC.GetAllocatedBytesForCurrentThread();
            model.Cutter().Cut(word, pieces);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100L * word.Length);
        }
    }

    [Fact]
    public void Character_without_a_token_falls_into_bytes_or_is_unknown_once_or_each_time()
    {
        string[] tokens = ["<unk>", "a", .. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>")];
        Assert.Equal(
            [(1, 0, 1), (2 + 0xC3, 1, 2), (2 + 0xA9, 1, 2), (1, 2, 3)],
            Places(new BytePairModel(new TokenTable(tokens), [], new BytePairSettings { UnknownId = 0, ByteFallback = true }), "aéa"));
        TokenTable two = new(["<unk>", "a"]);
        Assert.Equal(
            [(0, 0, 1), (0, 1, 2), (1, 2, 3)],
            Places(new BytePairModel(two, [], new BytePairSettings { UnknownId = 0 }), "éßa"));
        Assert.Equal(
            [(0, 0, 2), (1, 2, 3)],
            Places(new BytePairModel(two, [], new BytePairSettings { UnknownId = 0, FusesUnknown = true }), "éßa"));
        Assert.Equal([(0, 0, 2), (1, 2, 3)], Places(new UnigramModel(two, [0, -1], 0, byteFallback: false), "éßa"));
        Assert.Equal("éß", Pieces(new UnigramModel(two, [0, -1], 0, byteFallback: false), "éßa")[0].Text);
        Assert.Equal(
            [(2 + 0xC3, 0, 1), (2 + 0xA9, 0, 1)],
            Places(new UnigramModel(new TokenTable(tokens), new double[tokens.Length], 0, byteFallback: true), "é"));
    }

    [Fact]
    public void Merge_of_a_token_that_is_not_there_is_refused() => Assert.Contains(
        "needs the token 'ab'",
        Assert.Throws<FormatException>(() => new BytePairModel(new TokenTable(["a", "b"]), [("a", "b")], new BytePairSettings())).Message,
        StringComparison.Ordinal);

    private static (int, int, int)[] Places(PieceModel model, string word) =>
        [.. Pieces(model, word).Select(piece => (piece.Id, piece.Start, piece.End))];

    private static List<Piece> Pieces(PieceModel model, string word)
    {
        List<Piece> pieces = [], again = [];
        WordCutter cutter = model.Cutter();
        cutter.Cut(word, pieces);
        cutter.Cut(word, again);
        Assert.Equal(pieces, again); // remembered
        return pieces;
    }

    /// <summary>A vocabulary that grew by merges of tokens that it had.</summary>
    private static (string[] Tokens, List<(string, string)> Merges) Learned(Random random)
    {
        List<string> tokens = ["a", "b", "c", "d"];
        List<(string, string)> merges = [];
        for (int i = 0; i < 12; i++)
        {
            (string left, string right) = (tokens[random.Next(tokens.Count)], tokens[random.Next(tokens.Count)]);
            if (tokens.Contains(left + right)) continue;
            tokens.Add(left + right);
            merges.Add((left, right));
        }
        return ([.. tokens], merges);
    }

    private static List<string> Merged(string word, List<(string Left, string Right)> merges)
    {
        List<string> parts = [.. word.Select(letter => letter.ToString())];
        while (true)
        {
            int best = int.MaxValue, place = -1;
            for (int i = 0; i + 1 < parts.Count; i++)
                if (merges.IndexOf((parts[i], parts[i + 1])) is var rank and >= 0 && rank < best) (best, place) = (rank, i);
            if (place < 0) return parts;
            parts[place] += parts[place + 1];
            parts.RemoveAt(place + 1);
        }
    }

    private static double Best(string word, string[] tokens, double[] scores, double unknown)
    {
        if (word.Length == 0) return 0;
        double best = double.NegativeInfinity;
        bool isKnown = false;
        for (int id = 1; id < tokens.Length; id++)
        {
            if (!word.StartsWith(tokens[id], StringComparison.Ordinal)) continue;
            isKnown |= tokens[id].Length == 1;
            best = Math.Max(best, scores[id] + Best(word[tokens[id].Length..], tokens, scores, unknown));
        }
        return isKnown ? best : Math.Max(best, unknown + Best(word[1..], tokens, scores, unknown));
    }
}
