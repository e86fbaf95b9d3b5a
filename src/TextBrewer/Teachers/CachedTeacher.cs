using TextBrewer.Adaptors;

namespace TextBrewer.Teachers;

/// <summary>Asks a teacher about each kept batch once; its signals, exact and all of them, stay in memory with the batch.</summary>
internal sealed class CachedTeacher<TBatch>(ITeacher<TBatch> teacher) : ITeacher<CachedBatch<TBatch>>
{
    public Signals Teach(CachedBatch<TBatch> batch) => batch.Teacher ??= teacher.Teach(batch.Batch).Detach();
}
