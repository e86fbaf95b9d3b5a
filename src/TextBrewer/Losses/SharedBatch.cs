using System.Runtime.InteropServices;
using TextBrewer.Adaptors;
using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Reading;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>A batch that several processes share: what a loss over the whole of it needs of the others.</summary>
/// <param name="collective">The processes.</param>
/// <param name="examples">This process's examples.</param>
/// <param name="isSpare">Whether this process's part counts for nothing.</param>
internal sealed class SharedBatch(ICollective collective, int examples, bool isSpare)
{
    /// <summary>A batch of one process alone.</summary>
    internal static SharedBatch Whole { get; } = new(SingleCollective.Instance, examples: 1, isSpare: false);

    /// <summary>Whether all of it is here.</summary>
    internal bool IsWhole => collective.Size == 1;

    /// <summary>How many examples this process has of it.</summary>
    internal int Examples => examples;

    /// <summary>A term of a match over this process's part.</summary>
    /// <param name="value">The loss.</param>
    /// <param name="over">What it is a mean over.</param>
    /// <param name="features">What it compares, (batch, …, length, …).</param>
    /// <param name="mask">(batch, length); null: every position is real.</param>
    internal static LossPart Part(Tensor value, MeanOver over, Tensor features, Tensor? mask)
    {
        Tensor lengths = mask is null
            ? full(features.shape[0], features.shape[features.dim() == 4 ? 3 : features.dim() > 1 ? 1 : 0], dtype: ScalarType.Float64)
            : mask.to(ScalarType.Float64).sum(1); // (batch)
        return new(value, over switch
        {
            MeanOver.Positions => lengths.sum(),
            MeanOver.Pairs => lengths.square().sum(),
            _ => Number(features.shape[0]),
        });
    }

    /// <summary>Means over the whole batch, put together of those that each process has over its part.</summary>
    /// <param name="parts">Means over parts, the same ones everywhere.</param>
    /// <returns>For each: the mean over the whole batch, and by what this process's mean is multiplied to be its share of that.</returns>
    internal IReadOnlyList<(double Mean, double Share)> Means(IReadOnlyList<LossPart> parts)
    {
        if (parts.Count == 0) return [];
        using DisposeScope scope = NewDisposeScope();
        double[] own = ReadBack.Numbers(stack([.. parts.SelectMany(part => (Tensor[])[Double(part.Value), Double(part.Count)])]));
        double[] sums = new double[own.Length];
        for (int i = 0; i < parts.Count && !isSpare; i++)
            // A mean over nothing is 0 by the losses' rule, and whatever it is it does not count.
            (sums[2 * i], sums[(2 * i) + 1]) = (own[(2 * i) + 1] == 0 ? 0 : own[2 * i] * own[(2 * i) + 1], own[(2 * i) + 1]);
        double[] counts = [.. parts.Select((_, i) => sums[(2 * i) + 1])];
        collective.AllReduce(sums);
        return [.. counts.Select((count, i) => sums[(2 * i) + 1] is var all && all == 0 ? (0, 0) : (sums[2 * i] / all, count / all))];
    }

    /// <summary>
    /// The rows that all processes have, by rank; those of this one keep their gradients. Rows that are shorter than others are filled up
    /// with zeros.
    /// </summary>
    /// <param name="rows">This process's, (rows, …).</param>
    internal Tensor Gather(Tensor rows)
    {
        if (IsWhole) return rows;
        long[][] shapes = [.. collective.AllGather(MemoryMarshal.AsBytes<long>(rows.shape)).Select(bytes => Numbers<long>(bytes))];
        long[] most = [.. shapes[0].Select((_, axis) => shapes.Max(shape => shape[axis]))];
        Tensor own = Filled(isSpare ? rows[..0] : rows, most);
        using Tensor plain = own.detach().cpu().contiguous();
        byte[] sent = plain.numel() == 0 ? [] : plain.bytes.ToArray();
        Tensor[] all = [.. collective.AllGather(sent).Select((bytes, rank) => rank == collective.Rank ? own : Of(bytes, most, own))];
        return cat(all, dim: 0); // (all rows, …)
    }

    private static Tensor Filled(Tensor rows, long[] most)
    {
        // Padding counts from the last dimension, before and behind each.
        long[] padding = [.. Enumerable.Range(1, most.Length - 1).Reverse().SelectMany(axis => (long[])[0, most[axis] - rows.shape[axis]])];
        return padding.All(amount => amount == 0) ? rows : nn.functional.pad(rows, padding);
    }

    private static Tensor Of(byte[] bytes, long[] most, Tensor like)
    {
        long[] shape = [bytes.Length / (most.Skip(1).Aggregate(1L, (a, b) => a * b) * like.ElementSize), .. most[1..]];
        Tensor rows = empty(shape, dtype: like.dtype); // (rows, …)
        if (bytes.Length > 0) bytes.CopyTo(rows.bytes);
        return rows.to(like.device);
    }

    private static T[] Numbers<T>(byte[] bytes) where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes).ToArray();

    private static Tensor Number(double value) => torch.tensor(value, ScalarType.Float64);

    private static Tensor Double(Tensor scalar) => scalar.detach().to(ScalarType.Float64).cpu().reshape([]);
}
