namespace TextBrewer.Text.Tokenizing;

/// <summary>Cuts texts into the pieces of a vocabulary. It keeps buffers, so each thread has its own.</summary>
internal abstract class PieceCutter
{
    /// <summary>Appends the pieces of a text, each with its place in the text as it was given.</summary>
    internal abstract void Cut(string text, List<Piece> pieces);
}
