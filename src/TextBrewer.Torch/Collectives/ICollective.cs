using static TorchSharp.torch;

namespace TextBrewer.Torch.Collectives;

/// <summary>
/// The processes that carry out one run together. Every call is made by all of them, in the same order and with values of the same size,
/// on the thread that trains; each returns when it has what it needs of the others.
/// </summary>
public interface ICollective : IDisposable
{
    /// <summary>This process's number, from 0. Process 0 writes files and speaks to the person.</summary>
    int Rank { get; }

    /// <summary>How many processes there are.</summary>
    int Size { get; }

    /// <summary>Looks after the processes: it is told the step, and what takes long.</summary>
    IRunWatch Watch => NoWatch.Instance;

    /// <summary>Reduces tensors element by element, in place; all processes get the same bytes.</summary>
    /// <param name="values">
    /// Contiguous on the CPU, of float32, float64 or int64, at any size, or of bfloat16 or float16, which are reduced in float32.
    /// </param>
    /// <param name="operation">How.</param>
    void AllReduce(Tensor values, ReduceOperation operation = ReduceOperation.Sum);

    /// <summary>Reduces numbers one by one, in place; all processes get the same.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="operation">How.</param>
    void AllReduce(Span<double> values, ReduceOperation operation = ReduceOperation.Sum);

    /// <summary>Gives every process the bytes of one.</summary>
    /// <param name="bytes">The bytes; of the same number everywhere.</param>
    /// <param name="root">Whose.</param>
    void Broadcast(Span<byte> bytes, int root = 0);

    /// <summary>What every process brings, by rank, however much each; everybody gets all of it.</summary>
    /// <param name="bytes">What this process brings.</param>
    IReadOnlyList<byte[]> AllGather(ReadOnlySpan<byte> bytes);

    /// <summary>What every process brings, by rank, for one process alone.</summary>
    /// <param name="bytes">What this process brings.</param>
    /// <param name="root">Who gets it; the others get an empty list.</param>
    IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> bytes, int root = 0);

    /// <summary>Waits until all processes are here.</summary>
    void Barrier();
}
