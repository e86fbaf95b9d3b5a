namespace TextBrewer.Torch.Randomness;

/// <summary>SplitMix64 (Steele et al. 2014): spreads one number over the states of other generators.</summary>
internal struct SplitMix(ulong state)
{
    internal ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
