namespace TextBrewer.Recipes.Quickstart;

/// <summary>A small generator of random numbers that is the same everywhere (SplitMix64, Steele et al. 2014).</summary>
internal sealed class SplitMix(ulong seed)
{
    private Torch.Randomness.SplitMix _bits = new(seed);

    /// <summary>A number from 0 to <paramref name="count"/> − 1.</summary>
    internal int Below(int count) => (int)(Next() % (ulong)count);

    /// <summary>True with a probability.</summary>
    internal bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>One of the choices.</summary>
    internal T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    private ulong Next() => _bits.Next();
}
