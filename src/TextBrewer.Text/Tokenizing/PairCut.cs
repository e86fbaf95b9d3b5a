using TextBrewer.Text.Pieces;

namespace TextBrewer.Text.Tokenizing;

/// <summary>How much of each text of a pair remains where both are too long together: the longer one is cut first.</summary>
internal static class PairCut
{
    private const int CountedAtOnce = 1024;

    /// <summary>How many tokens of each remain.</summary>
    /// <param name="first">The first text's cutter, and how many pieces it has given: all, or more than fit.</param>
    /// <param name="second">The second text's, alike.</param>
    /// <param name="room">How many pieces fit; both texts have more together.</param>
    /// <param name="cancellationToken">Stops in the middle of a text.</param>
    internal static (int First, int Second) LongestFirst(
        (PieceCutter Cutter, int Count) first,
        (PieceCutter Cutter, int Count) second,
        int room,
        CancellationToken cancellationToken)
    {
        int shorter = Math.Min(first.Count, second.Count);
        if (shorter <= room / 2) return first.Count > second.Count ? (room - shorter, shorter) : (shorter, room - shorter);
        // The token in the middle of an odd number is the longer text's: where neither fits alone, they are counted on to say which one.
        int half = room / 2, rest = room - half;
        if (half == rest) return (half, half);
        bool isFirstLonger = shorter > room ? IsLonger(first, second, cancellationToken) : first.Count > second.Count;
        return isFirstLonger ? (rest, half) : (half, rest);
    }

    /// <summary>Reads on, in turns, until one of two texts ends; nothing is kept.</summary>
    private static bool IsLonger(
        (PieceCutter Cutter, long Count) first,
        (PieceCutter Cutter, long Count) second,
        CancellationToken cancellationToken)
    {
        List<Piece> pieces = [];
        while (true)
        {
            bool isFirstBehind = first.Count <= second.Count;
            pieces.Clear();
            (isFirstBehind ? first : second).Cutter.Read(pieces, CountedAtOnce, cancellationToken);
            if (pieces.Count == 0) return !isFirstBehind;
            if (isFirstBehind) first.Count += pieces.Count;
            else second.Count += pieces.Count;
        }
    }
}
