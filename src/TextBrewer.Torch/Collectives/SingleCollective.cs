using static TorchSharp.torch;

namespace TextBrewer.Torch.Collectives;

/// <summary>A run of one process: nothing is sent, and nothing is waited for.</summary>
public sealed class SingleCollective : ICollective
{
    /// <summary>The one that everybody may use.</summary>
    public static SingleCollective Instance { get; } = new();

    private SingleCollective()
    {
    }

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public void AllReduce(Tensor values, ReduceOperation operation = ReduceOperation.Sum)
    {
    }

    /// <inheritdoc/>
    public void AllReduce(Span<double> values, ReduceOperation operation = ReduceOperation.Sum)
    {
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> bytes, int root = 0)
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes) => [bytes.ToArray()];

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> bytes, int root = 0) => [bytes.ToArray()];

    /// <inheritdoc/>
    public void Barrier()
    {
    }

    /// <summary>Does nothing: it is everybody's.</summary>
    public void Dispose()
    {
    }
}
