namespace TextBrewer.Data;

/// <summary>A batch whose arrays are there, made by any thread; its tensors are still to be made, by the thread that uses them.</summary>
/// <param name="make">Makes the batch's tensors.</param>
/// <param name="arrays">Freed when the tensors are made, or never will be; null: nothing is to be freed.</param>
public sealed class PreparedBatch<TBatch>(Func<Batch<TBatch>> make, IDisposable? arrays = null) : IDisposable
{
    /// <summary>Makes the batch, once.</summary>
    public Batch<TBatch> Make()
    {
        try
        {
            return make();
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Frees the arrays.</summary>
    public void Dispose() => arrays?.Dispose();
}
