using TextBrewer.Text.Pieces;

namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// Cuts texts into the pieces of a vocabulary, as many as are asked for, and looks at no more of a text than these need. It keeps a place
/// in its text and buffers of a fixed size, so each thread has its own.
/// </summary>
internal abstract class PieceCutter
{
    /// <summary>Begins with a text.</summary>
    internal abstract void Begin(string text);

    /// <summary>Appends the next pieces, each with its place in the text, until the list has so many or the text ends.</summary>
    /// <param name="pieces">Takes them; the last word's pieces may be more.</param>
    /// <param name="most">How many the list shall have.</param>
    /// <param name="cancellationToken">Stops in the middle of a text.</param>
    internal abstract void Read(List<Piece> pieces, int most, CancellationToken cancellationToken);
}
