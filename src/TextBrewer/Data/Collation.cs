namespace TextBrewer.Data;

/// <summary>How examples become a batch: in one piece, or arrays first, which any thread may make, and then tensors.</summary>
/// <param name="Prepare">Does what any thread may do, and gives what is left to do, with what is to be freed after it.</param>
/// <param name="IsPrepared">Whether it does anything, so that it is worth another thread.</param>
internal sealed record Collation<TExample, TBatch>(
    Func<IReadOnlyList<TExample>, (Func<TBatch> Make, IDisposable? Arrays)> Prepare,
    bool IsPrepared)
{
    /// <summary>All on the thread that uses the batch.</summary>
    internal static Collation<TExample, TBatch> Of(Func<IReadOnlyList<TExample>, TBatch> collate) =>
        new(examples => (() => collate(examples), null), IsPrepared: false);

    /// <summary>Arrays on another thread.</summary>
    internal static Collation<TExample, TBatch> Of<TArrays>(
        Func<IReadOnlyList<TExample>, TArrays> prepare,
        Func<TArrays, TBatch> make) => new(
        examples =>
        {
            TArrays arrays = prepare(examples);
            return (() => make(arrays), arrays as IDisposable);
        },
        IsPrepared: true);
}
