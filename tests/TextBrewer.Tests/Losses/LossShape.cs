using CsCheck;

namespace TextBrewer.Tests.Losses;

/// <summary>
/// The sizes of what a loss compares, and the seed of the numbers in it: all that is needed to see a failing case and to make it again.
/// </summary>
internal sealed record LossShape(int Batch, int Length, int Width, int OtherWidth, int Heads, int Classes, int Seed)
{
    internal static Gen<LossShape> Any { get; } = Gen.Select(
        Gen.Int[1, 4], Gen.Int[1, 6], Gen.Int[1, 8], Gen.Int[1, 8], Gen.Int[1, 3], Gen.Int[1, 6], Gen.Int[0, 1_000_000],
        (batch, length, width, other, heads, classes, seed) => new LossShape(batch, length, width, other, heads, classes, seed));
}
