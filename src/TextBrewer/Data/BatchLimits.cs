using TextBrewer.Naming;

namespace TextBrewer.Data;

/// <summary>What a batch may hold.</summary>
/// <param name="Examples">The most examples.</param>
/// <param name="Tokens">The most positions, padding included: examples times the longest of them; null: any.</param>
internal sealed record BatchLimits(int Examples, long? Tokens = null)
{
    /// <summary>How many batches an epoch has.</summary>
    /// <param name="examples">How many examples there are.</param>
    /// <param name="lengths">The length of each; null: unknown.</param>
    internal int Count(int examples, int[]? lengths) => Tokens is not long tokens || lengths is null
        ? (examples + Examples - 1) / Examples
        : LengthCut.Sizes(lengths.Order(), tokens, Examples).Count();

    /// <summary>Refuses limits that some example breaks alone: memory would not be bounded by them.</summary>
    /// <exception cref="ConfigurationException">An example alone is above the budget.</exception>
    internal void Check(int[] lengths)
    {
        if (Tokens is long tokens && lengths.Length > 0 && lengths.Max() is int longest && longest > tokens)
            throw new ConfigurationException(
                $"max_tokens is {tokens}, and an example alone has {longest} tokens: set max_tokens to {longest} or more, or cut examples "
                    + "shorter (max_length).");
    }
}
