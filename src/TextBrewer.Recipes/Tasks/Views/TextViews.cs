using System.IO.Hashing;
using System.Runtime.InteropServices;
using TextBrewer.Text.Features;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks.Views;

/// <summary>
/// An example as teachers with tokenizers of their own read it, and where its words stand on either side: what layers and tags are compared
/// at. The words of one token are one.
/// </summary>
internal sealed record TextViews
{
    /// <summary>Views of an example.</summary>
    /// <param name="words">For each sequence, the words in the student's tokens.</param>
    /// <param name="others">The views, in the order of <see cref="TaskSettings.Others"/>.</param>
    internal TextViews(IReadOnlyList<TokenSpan[]> words, IReadOnlyList<TextView> others)
    {
        TokenSpan[][] own = new TokenSpan[words.Count][];
        TokenSpan[][][] theirs = [.. others.Select(_ => new TokenSpan[words.Count][])];
        for (int i = 0; i < own.Length; i++)
        {
            IReadOnlyList<IGrouping<int, int>> groups = [.. Enumerable.Range(0, words[i].Length)
                .Where(word => !words[i][word].IsEmpty)
                .GroupBy(word => words[i][word].Start)];
            own[i] = [.. groups.Select(group => Joined(words[i], group))];
            for (int view = 0; view < others.Count; view++)
                theirs[view][i] = [.. groups.Select(group => Joined(others[view].Words[i], group))];
        }
        (Words, Others) = (own, [.. others.Select((view, i) => view with { Words = theirs[i] })]);
    }

    private TextViews((IReadOnlyList<TokenSpan[]> Words, IReadOnlyList<TextView> Others) parts) => (Words, Others) = parts;

    /// <summary>For each sequence, the words in the student's tokens, each beginning with a token of its own.</summary>
    internal IReadOnlyList<TokenSpan[]> Words { get; }

    /// <summary>The views, in the order of <see cref="TaskSettings.Others"/>.</summary>
    internal IReadOnlyList<TextView> Others { get; }

    /// <summary>Adds to an example's key what the teachers read, and how it is brought to the student's tokens.</summary>
    internal void AddTo(XxHash128 hash)
    {
        PackedWriter writer = new();
        Pack(writer);
        hash.Append(writer.Written);
    }

    /// <summary>Writes them into a store of many.</summary>
    internal void Pack(PackedWriter writer)
    {
        foreach (TokenSpan[] words in Words) Pack(writer, words);
        writer.Unsigned(Others.Count);
        foreach (TextView view in Others)
        {
            foreach (TokenSequence sequence in view.Text.Sequences) PackedSequence.Write(writer, sequence);
            view.Text.Target.Pack(writer);
            foreach (TokenSpan[] words in view.Words) Pack(writer, words);
            writer.Unsigned(view.Shares.Count);
            foreach ((int own, int other, float share) in view.Shares)
            {
                writer.Unsigned(own);
                writer.Unsigned(other);
                writer.Number(share);
            }
        }
    }

    /// <summary>Reads them from a store of many.</summary>
    /// <param name="reader">The store.</param>
    /// <param name="sequences">How many sequences the example has.</param>
    /// <param name="kind">A target of the same kind.</param>
    internal static TextViews Unpack(ref PackedReader reader, int sequences, Target kind)
    {
        TokenSpan[][] own = Spans(ref reader, sequences);
        TextView[] others = new TextView[reader.Unsigned()];
        for (int i = 0; i < others.Length; i++)
        {
            TokenSequence[] tokens = new TokenSequence[sequences];
            for (int j = 0; j < sequences; j++) tokens[j] = PackedSequence.Read(ref reader);
            EncodedText text = new(tokens, kind.Unpack(ref reader));
            TokenSpan[][] words = Spans(ref reader, sequences);
            PieceShare[] shares = new PieceShare[reader.Unsigned()];
            for (int j = 0; j < shares.Length; j++) shares[j] = new(reader.Unsigned(), reader.Unsigned(), reader.Number());
            others[i] = new(text, words, shares);
        }
        return new((own, others));
    }

    private static TokenSpan Joined(TokenSpan[] spans, IEnumerable<int> words) =>
        words.Aggregate(default(TokenSpan), (joined, word) => joined.With(spans[word]));

    private static void Pack(PackedWriter writer, TokenSpan[] spans)
    {
        writer.Unsigned(spans.Length);
        foreach (TokenSpan span in spans)
        {
            writer.Unsigned(span.Start);
            writer.Unsigned(span.End);
        }
    }

    private static TokenSpan[][] Spans(ref PackedReader reader, int sequences)
    {
        TokenSpan[][] all = new TokenSpan[sequences][];
        for (int i = 0; i < sequences; i++)
        {
            all[i] = new TokenSpan[reader.Unsigned()];
            for (int j = 0; j < all[i].Length; j++) all[i][j] = new(reader.Unsigned(), reader.Unsigned());
        }
        return all;
    }
}
