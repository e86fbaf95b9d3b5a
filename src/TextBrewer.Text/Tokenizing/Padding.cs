namespace TextBrewer.Text.Tokenizing;

/// <summary>Makes sequences of different lengths into one rectangle.</summary>
public static class Padding
{
    /// <summary>Writes sequences row by row; behind a row's end stand the padding's token, mask 0 and type 0.</summary>
    /// <param name="rows">The sequences.</param>
    /// <param name="length">The length of a row: that of the longest sequence at least.</param>
    /// <param name="padId">The padding's token.</param>
    /// <param name="ids">Takes the token ids, (rows, length).</param>
    /// <param name="mask">Takes 1 at real tokens and 0 at padding, (rows, length).</param>
    /// <param name="types">Takes the token types, (rows, length).</param>
    /// <exception cref="ArgumentException">A sequence is longer than a row, or the rows are more than the spans hold.</exception>
    public static void Fill(
        IEnumerable<TokenSequence> rows,
        int length,
        int padId,
        Span<long> ids,
        Span<long> mask,
        Span<long> types)
    {
        ids.Fill(padId);
        mask.Clear();
        types.Clear();
        int at = 0;
        foreach (TokenSequence row in rows)
        {
            if (row.Length > length) throw new ArgumentException($"A sequence of {row.Length} tokens in rows of {length}.", nameof(rows));
            if (at + length > ids.Length) throw new ArgumentException($"More rows than the {ids.Length / length} expected.", nameof(rows));
            for (int i = 0; i < row.Length; i++) (ids[at + i], mask[at + i], types[at + i]) = (row.Ids[i], 1, row.TypeIds[i]);
            at += length;
        }
    }
}
