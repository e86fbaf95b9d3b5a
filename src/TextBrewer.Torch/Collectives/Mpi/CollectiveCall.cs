using TorchSharp;

namespace TextBrewer.Torch.Collectives.Mpi;

/// <summary>A call as all processes have to make it.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Count">How many values or bytes, where the number has to be the same.</param>
/// <param name="Root">The process that gives or gets, where there is one.</param>
/// <param name="Type">The type of values that are reduced.</param>
/// <param name="Operation">How they are reduced.</param>
internal readonly record struct CollectiveCall(
    CollectiveKind Kind,
    long Count = 0,
    int Root = 0,
    torch.ScalarType Type = default,
    ReduceOperation Operation = default)
{
    private const int CountBits = 34, RootBits = 16, TypeBits = 5, OperationBits = 3;

    /// <summary>The call as a number: equal where the calls are.</summary>
    internal long Code => (((((((long)Kind << OperationBits) | (long)Operation) << TypeBits) | (long)(byte)Type) << RootBits) | (long)Root)
        << CountBits | Count;

    /// <summary>The call of a number.</summary>
    internal static CollectiveCall Of(long code)
    {
        long count = Take(CountBits);
        var root = (int)Take(RootBits);
        var type = (torch.ScalarType)Take(TypeBits);
        var operation = (ReduceOperation)Take(OperationBits);
        return new CollectiveCall((CollectiveKind)code, count, root, type, operation);

        long Take(int bits)
        {
            long value = code & ((1L << bits) - 1);
            code >>= bits;
            return value;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        CollectiveKind.AllReduce => $"{Operation} of {Count} values of {Type}",
        CollectiveKind.Broadcast => $"Broadcast of {Count} bytes from process {Root}",
        CollectiveKind.Gather => $"Gather at process {Root}",
        _ => $"{Kind}",
    };
}
