using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Features;

/// <summary>What of each token of a passage stands in the tokens that another tokenizer makes of it, by common characters.</summary>
internal static class PieceShares
{
    /// <summary>Shares of the other's tokens; those of one token add up to 1.</summary>
    /// <param name="own">One tokenizer's window.</param>
    /// <param name="other">The other's, over a part of the same passage.</param>
    /// <param name="shift">Where the passage of <paramref name="other"/> begins in that of <paramref name="own"/>, in UTF-16 units.</param>
    public static IReadOnlyList<PieceShare> Of(AnswerWindow own, AnswerWindow other, int shift)
    {
        List<PieceShare> shares = [];
        if (own.First == own.End) return shares;
        int from = own.First;
        for (int token = other.First; token < other.End; token++)
        {
            (int start, int end) = (other.Encoding.Offsets[token].Start + shift, other.Encoding.Offsets[token].End + shift);
            while (from < own.End && own.Encoding.Offsets[from].End <= start) from++;
            int before = shares.Count;
            float all = 0;
            for (int piece = from; piece < own.End && own.Encoding.Offsets[piece].Start < end; piece++)
            {
                (int first, int last) = own.Encoding.Offsets[piece];
                int common = Math.Min(end, last) - Math.Max(start, first);
                if (common <= 0) continue;
                shares.Add(new PieceShare(piece, token, common));
                all += common;
            }
            // Where no piece has a character of it, the nearest one before takes it: nothing of what is shared out is lost.
            if (all == 0) shares.Add(new PieceShare(Math.Clamp(from - 1, own.First, own.End - 1), token, 1));
            else for (int i = before; i < shares.Count; i++) shares[i] = shares[i] with { Share = shares[i].Share / all };
        }
        return shares;
    }
}
