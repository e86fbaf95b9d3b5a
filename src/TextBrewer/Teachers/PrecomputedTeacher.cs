using TextBrewer.Adaptors;
using TextBrewer.Data;

namespace TextBrewer.Teachers;

/// <summary>A teacher whose outputs were made earlier and come with the batch.</summary>
/// <param name="read">Takes them out of a batch. The tensors are not disposed here; what is made anew belongs to the step's scope.</param>
public sealed class PrecomputedTeacher<TBatch>(Func<TBatch, Signals> read) : ITeacher<TBatch>
{
    /// <inheritdoc/>
    public Signals Teach(Batch<TBatch> batch) => read(batch.Content);
}
