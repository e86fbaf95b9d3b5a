using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Teachers;

namespace TextBrewer.Distilling;

/// <summary>One of the tasks that a <see cref="MultiTaskDistiller{TBatch}"/> teaches.</summary>
/// <param name="Teacher">The task's teacher.</param>
/// <param name="Student">The one student, with the call and the adaptor of this task.</param>
/// <param name="Batches">The task's data.</param>
public sealed record DistillationTask<TBatch>(ITeacher<TBatch> Teacher, AdaptedModel<TBatch> Student, IBatchSource<TBatch> Batches)
{
    /// <summary>Changes a batch before both models see it.</summary>
    public Func<TBatch, TBatch>? Postprocessor { get; init; }
}
