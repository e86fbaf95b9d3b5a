using TextBrewer.Text.Normalizing;
using TextBrewer.Text.Pieces;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// The way of a text to its pieces: added tokens are found, what is between them is normalised, cut into words, and each word into the
/// pieces of a vocabulary. Safe from many threads.
/// </summary>
internal sealed class Pipeline
{
    /// <param name="normalizers">What makes texts alike, in this order.</param>
    /// <param name="preTokenizers">What cuts texts into words, and these into smaller ones, in this order.</param>
    /// <param name="model">What cuts words into pieces.</param>
    /// <param name="added">Tokens that are looked for before.</param>
    internal Pipeline(
        IReadOnlyList<Normalizer> normalizers,
        IReadOnlyList<PreTokenizer> preTokenizers,
        PieceModel model,
        IReadOnlyList<AddedToken> added)
    {
        (Normalizers, PreTokenizers, Model, Added) = (normalizers, preTokenizers, model, added);
        Original = new AddedTokens(added.Where(token => !token.IsNormalized), token => token.Content);
        Normalized = new AddedTokens(added.Where(token => token.IsNormalized), token => Normalize(token.Content));
        IsLocal = normalizers.All(one => one.IsLocal)
            && preTokenizers.All(one => one.IsLocal)
            && preTokenizers.Any(one => one.CutsAtSpaces)
            && Normalized.AreLocal;
    }

    internal IReadOnlyList<Normalizer> Normalizers { get; }

    internal IReadOnlyList<PreTokenizer> PreTokenizers { get; }

    internal PieceModel Model { get; }

    internal IReadOnlyList<AddedToken> Added { get; }

    /// <summary>The added tokens that are looked for in the original text.</summary>
    internal AddedTokens Original { get; }

    /// <summary>The added tokens that are looked for in the normalised text.</summary>
    internal AddedTokens Normalized { get; }

    /// <summary>Whether a text may be cut between a letter or digit and a space, and its parts tokenized one by one.</summary>
    internal bool IsLocal { get; }

    /// <summary>A cutter for one thread.</summary>
    internal PieceCutter Cutter() => IsBert() ? new WordPieceCutter(this) : new PipelineCutter(this);

    /// <summary>
    /// Whether it is BERT's, for which there is a way without buffers: a character becomes what it becomes whatever stands around it.
    /// </summary>
    private bool IsBert() => Normalizers is [BertNormalizer]
        && PreTokenizers is [RunSplit split] && split == RunSplit.Bert
        && Model is WordPieceModel { LongestWord: WordBuffer.Longest }
        && Added.All(token => token.IsPlain);

    private string Normalize(string text)
    {
        AlignedText from = new(), to = new();
        from.Append(text, 0, text.Length);
        foreach (Normalizer normalizer in Normalizers)
        {
            to.Clear();
            normalizer.Apply(from, to, new TextPart(IsFirst: true, IsLast: true));
            (from, to) = (to, from);
        }
        return from.Text.ToString();
    }
}
