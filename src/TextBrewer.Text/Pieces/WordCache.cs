namespace TextBrewer.Text.Pieces;

/// <summary>
/// Remembers what became of short words, because most words of a text are a few frequent ones. A word has one place, where it replaces the
/// one before it, so that memory is bounded.
/// </summary>
internal sealed class WordCache(WordCutter cutter) : WordCutter
{
    private const int Places = 1 << 13, LongestWord = 32;

    private readonly (string? Word, Piece[] Pieces)[] _places = new (string?, Piece[])[Places];

    /// <inheritdoc/>
    internal override void Cut(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        if (word.Length > LongestWord)
        {
            cutter.Cut(word, pieces);
            return;
        }
        ref (string? Word, Piece[] Pieces) place = ref _places[string.GetHashCode(word) & (Places - 1)];
        if (place.Word is { } known && word.SequenceEqual(known))
        {
            pieces.AddRange(place.Pieces);
            return;
        }
        int before = pieces.Count;
        cutter.Cut(word, pieces);
        place = (word.ToString(), [.. pieces[before..]]);
    }
}
