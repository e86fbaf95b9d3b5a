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
    // Copies of 32 MiB each, however large a tensor is.
    private const long AtOnce = 1 << 24;

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
        using var scope = NewDisposeScope();
        Tensor flat = values.detach().view(-1);
        for (long at = 0; at < flat.numel(); at += AtOnce) Sum(flat.narrow(0, at, Math.Min(AtOnce, flat.numel() - at)));
    }

    private void Sum(Tensor values)
    {
        using var scope = NewDisposeScope();
        int[] counts = Share.Counts((int)values.numel(), collective.Size);
        Tensor[] shares = values.to(_type).split([.. counts.Select(count => (long)count)]);
        Tensor own = zeros(counts[collective.Rank], ScalarType.Float32);
        foreach (byte[] part in collective.Exchange(Array.ConvertAll(shares, Bytes))) own.add_(Read(part));
        Tensor[] sums = [.. collective.AllGather(Bytes(own.to(_type))).Select(Read)];
        values.copy_(cat(sums));
    }

    private static byte[] Bytes(Tensor values) => values.numel() == 0 ? [] : values.bytes.ToArray();

    private Tensor Read(byte[] bytes)
    {
        Tensor values = empty(bytes.Length / sizeof(ushort), _type);
        if (bytes.Length > 0) bytes.CopyTo(values.bytes);
        return values;
    }
}
