namespace TextBrewer.Data;

/// <summary>A batch of one of several tasks.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Batch">The batch.</param>
internal sealed record TaskBatch<TBatch>(string Task, Batch<TBatch> Batch) : IDisposable
{
    public void Dispose() => Batch.Dispose();
}
