namespace TextBrewer.Data;

/// <summary>A batch of one of several tasks.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Batch">The batch.</param>
/// <param name="Owned">Whether the task's source made it.</param>
internal sealed record TaskBatch<TBatch>(string Task, TBatch Batch, bool Owned) : IDisposable
{
    public void Dispose()
    {
        if (Owned) (Batch as IDisposable)?.Dispose();
    }
}
