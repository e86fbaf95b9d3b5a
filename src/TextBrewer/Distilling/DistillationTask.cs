using TextBrewer.Adaptors;
using TextBrewer.Configuration;
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

    /// <summary>
    /// What is distilled in this task; null: what the distiller was given. Tasks with the distiller's matches share the matches'
    /// projections, other matches have projections of their own.
    /// </summary>
    public DistillationConfig? Distillation { get; init; }

    /// <summary>
    /// Multiplies the task's whole loss, hard labels and matches included, and so the gradient of each of its micro-batches.
    /// </summary>
    /// <value>Above 0. The default is 1.</value>
    public double Weight { get; init; } = 1;

    /// <summary>
    /// Multiplies the task's share of the micro-batches: it is drawn with a probability proportional to SamplingWeight · examples^tau.
    /// </summary>
    /// <value>Above 0. The default is 1.</value>
    public double SamplingWeight { get; init; } = 1;
}
