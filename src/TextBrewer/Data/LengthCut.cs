namespace TextBrewer.Data;

/// <summary>
/// Where sequences that stand in the order of their lengths are cut into batches, by a budget of tokens: for training, evaluation and
/// serving alike. Services see no torch and training no texts, so this file is compiled into two assemblies.
/// </summary>
internal static class LengthCut
{
    /// <summary>The number of sequences in each batch; one at least.</summary>
    /// <param name="lengths">The tokens of each sequence, ascending.</param>
    /// <param name="tokens">The most tokens of a batch, padding included.</param>
    /// <param name="most">The most sequences of a batch.</param>
    /// <param name="padding">The largest share of a batch's tokens that is padding; 1: any.</param>
    internal static IEnumerable<int> Sizes(IEnumerable<int> lengths, long tokens, int most = int.MaxValue, double padding = 1)
    {
        int count = 0;
        long real = 0;
        foreach (int length in lengths)
        {
            long whole = (count + 1L) * length;
            if (count > 0 && (count == most || whole > tokens || whole - real - length > padding * whole))
            {
                yield return count;
                (count, real) = (0, 0);
            }
            count++;
            real += length;
        }
        if (count > 0) yield return count;
    }
}
