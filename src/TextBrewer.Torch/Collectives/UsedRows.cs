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

    // Whose rows were mostly used once: they are not asked again. All processes know the same.
    private readonly HashSet<int> _full = [];

    /// <summary>Finds them; all processes do, one gradient after the other.</summary>
    /// <param name="place">Which gradient it is.</param>
    /// <param name="gradient">(rows, columns)</param>
    /// <returns>(used rows); null: more than half of all, or not worth asking.</returns>
    internal Tensor? Of(int place, Tensor gradient)
    {
        if (gradient.dim() != 2 || gradient.numel() * gradient.ElementSize < LeastBytes || _full.Contains(place)) return null;
        // A row with a NaN has NaN as its norm, which is not 0.
        using DisposeScope scope = NewDisposeScope();
        Tensor used = linalg.vector_norm(gradient, double.PositiveInfinity, [1]).ne(0).to(ScalarType.Float32); // (rows)
        collective.AllReduce(used);
        Tensor rows = used.nonzero().squeeze(1); // (used rows)
        if (2 * rows.shape[0] <= gradient.shape[0]) return rows.MoveToOuterDisposeScope();
        _full.Add(place);
        return null;
    }
}
