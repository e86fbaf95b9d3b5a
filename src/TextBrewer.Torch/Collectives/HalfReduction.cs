using static TorchSharp.torch;

namespace TextBrewer.Torch.Collectives;

/// <summary>
/// Sums float32 values of all processes with numbers of 16 bits on the way, so that half the bytes travel: every process sums its share of
/// the values in float32, in the order of ranks. Each value is rounded when it is sent, and each sum when it is given back: of values
/// x of n processes the sum is off by at most u · Σ|x| + u · |sum| beside float32's own rounding, u = 2⁻⁸ for bfloat16 and 2⁻¹¹ for
/// float16, whose steps are no smaller than 6·10⁻⁸. A value or sum beyond float16's 65504 becomes infinite.
/// </summary>
/// <param name="collective">The processes.</param>
/// <param name="type">What travels: bfloat16 or float16.</param>
public sealed class HalfReduction(ICollective collective, ScalarType type)
{
    private readonly ScalarType _type = type is ScalarType.BFloat16 or ScalarType.Float16
        ? type
        : throw new ArgumentException($"Values travel as bfloat16 or float16, not as {type}.", nameof(type));

    /// <summary>Sums tensors element by element, in place; all processes get the same bytes.</summary>
    /// <param name="values">Contiguous on the CPU, of float32, at any size.</param>
    public void AllReduce(Tensor values)
    {
        CollectiveValues.Check(values);
        if (values.dtype != ScalarType.Float32)
            throw new ArgumentException($"Values of {values.dtype} are not sent by halves: give float32.", nameof(values));
        if (collective.Size == 1) return;
        using Tensor source = values.detach(), halves = source.to(_type);
        collective.AllReduce(halves);
        source.copy_(halves);
    }
}
