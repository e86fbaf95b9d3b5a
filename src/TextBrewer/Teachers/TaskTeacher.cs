using TextBrewer.Adaptors;
using TextBrewer.Data;

namespace TextBrewer.Teachers;

/// <summary>Each task's own teacher.</summary>
internal sealed class TaskTeacher<TBatch>(IReadOnlyDictionary<string, ITeacher<TBatch>> teachers) : ITeacher<TaskBatch<TBatch>>
{
    public Signals Teach(Batch<TaskBatch<TBatch>> batch) => teachers[batch.Task].Teach(batch.Content.Batch);
}
