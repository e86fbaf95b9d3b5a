namespace TextBrewer.Recipes.Quickstart;

/// <summary>A small generator of random numbers that is the same everywhere (SplitMix64, Steele et al. 2014).</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to <paramref name="count"/> − 1.</summary>
    internal int Below(int count) => (int)(Next() % (ulong)count);

    /// <summary>True with a probability.</summary>
    internal bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>One of the choices.</summary>
    internal T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
