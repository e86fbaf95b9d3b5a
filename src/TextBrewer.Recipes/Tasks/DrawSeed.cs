using TextBrewer.Torch.Randomness;

namespace TextBrewer.Recipes.Tasks;

/// <summary>
/// The chance of one example in one epoch: a pure function of the run's seed, the epoch and the example's place
/// (SplitMix64, Steele et al. 2014: neighbours have nothing in common).
/// </summary>
internal static class DrawSeed
{
    /// <summary>Makes the generator.</summary>
    internal static Random Random(int seed, int epoch, int place)
    {
        ulong mixed = Mixed(Mixed(Mixed(0, seed), epoch), place);
        return new Random((int)(mixed >> 33));
    }

    private static ulong Mixed(ulong state, int number) => new SplitMix(state ^ (uint)number).Next();
}
