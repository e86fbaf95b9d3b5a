using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Collectives;

/// <summary>
/// The rows of a gradient that are not 0 in every process: of a table of words those that a step's texts have, which are few.
/// </summary>
/// <param name="collective">The processes.</param>
internal sealed class UsedRows(ICollective collective)
{
    // Of less, asking which rows are used costs about as much as sending them all.
    private const long LeastBytes = 1 << 20;

    // Rows that are looked at together: a span has less than 2 GiB.
    private const int Together = 1024;

    // Whose rows were mostly used once: they are not asked again. All processes know the same.
    private readonly HashSet<int> _full = [];

    /// <summary>Finds them; all processes do, one gradient after the other.</summary>
    /// <param name="place">Which gradient it is.</param>
    /// <param name="gradient">(rows, columns), contiguous.</param>
    /// <returns>(used rows); null: more than half of all, or not worth asking, as it is on an accelerator.</returns>
    internal Tensor? Of(int place, Tensor gradient)
    {
        if (gradient.dim() != 2 || gradient.device_type != DeviceType.CPU || _full.Contains(place)) return null;
        if (gradient.numel() * gradient.ElementSize < LeastBytes) return null;
        using DisposeScope scope = NewDisposeScope();
        Tensor used = tensor(Here(gradient)); // (rows)
        collective.AllReduce(used);
        Tensor rows = used.nonzero().squeeze(1); // (used rows)
        if (2 * rows.shape[0] <= gradient.shape[0]) return rows.MoveToOuterDisposeScope();
        _full.Add(place);
        return null;
    }

    /// <summary>1 for each row that has a bit that is not 0. In managed memory: torch takes several times as long to find out.</summary>
    private static float[] Here(Tensor gradient)
    {
        float[] used = new float[gradient.shape[0]];
        int width = (int)(gradient.shape[1] * gradient.ElementSize);
        for (int first = 0; first < used.Length; first += Together)
        {
            int count = Math.Min(Together, used.Length - first);
            using Tensor some = gradient.narrow(0, first, count);
            ReadOnlySpan<byte> bytes = some.bytes;
            for (int row = 0; row < count; row++)
                used[first + row] = bytes.Slice(row * width, width).ContainsAnyExcept((byte)0) ? 1 : 0;
        }
        return used;
    }
}
