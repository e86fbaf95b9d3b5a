namespace TextBrewer.Text.Pieces;

/// <summary>Cuts words into the pieces of a vocabulary. It has buffers, so each thread has its own.</summary>
internal abstract class WordCutter
{
    /// <summary>Appends the pieces of a word, each with its place in the word.</summary>
    internal abstract void Cut(ReadOnlySpan<char> word, List<Piece> pieces);
}
