using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Teachers;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Distilling;

/// <summary>
/// Distils several teachers of one task into a student: the mean of their logits, and features of the teacher that a match names.
/// </summary>
public sealed class MultiTeacherDistiller<TBatch> : IDisposable
{
    private readonly GeneralDistiller<TBatch> _distiller;

    /// <summary>A distiller over models, each with an adaptor and a logits mask of its own, which the caller owns.</summary>
    /// <param name="training">How the run is carried out.</param>
    /// <param name="distillation">What is distilled.</param>
    /// <param name="teachers">The teachers; a match's <c>teacher</c> is a place in this list.</param>
    /// <param name="student">The student.</param>
    /// <param name="parts">What is given as code, the teachers' weights among it; null: nothing is.</param>
    /// <exception cref="ConfigurationException">
    /// The configurations have problems, all of which are listed, or the weights do not fit the teachers.
    /// </exception>
    public MultiTeacherDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        IReadOnlyList<AdaptedModel<TBatch>> teachers,
        AdaptedModel<TBatch> student,
        MultiTeacherParts? parts = null)
        : this(training, distillation, [.. teachers.Select(teacher => new ModelTeacher<TBatch>(teacher))], student, parts)
    {
    }

    /// <summary>A distiller over any teachers and a student, which the caller owns.</summary>
    /// <param name="training">How the run is carried out.</param>
    /// <param name="distillation">What is distilled.</param>
    /// <param name="teachers">The teachers; a match's <c>teacher</c> is a place in this list.</param>
    /// <param name="student">The student.</param>
    /// <param name="parts">What is given as code, the teachers' weights among it; null: nothing is.</param>
    /// <exception cref="ConfigurationException">
    /// The configurations have problems, all of which are listed, or the weights do not fit the teachers.
    /// </exception>
    public MultiTeacherDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        IReadOnlyList<ITeacher<TBatch>> teachers,
        AdaptedModel<TBatch> student,
        MultiTeacherParts? parts = null) =>
        _distiller = new(training, distillation, new EnsembleTeacher<TBatch>(teachers, parts?.Weights), student, parts);

    /// <summary>The projections of the matches; null: there are none.</summary>
    public nn.Module? Projections => _distiller.Projections;

    /// <summary>Trains the student; cancelling saves a checkpoint and returns <see cref="TrainingStatus.Stopped"/>.</summary>
    /// <exception cref="ConfigurationException">A setting cannot work with these models or data; nothing was trained yet.</exception>
    public TrainingResult Train(
        IBatchSource<TBatch> batches,
        TrainingOptions<TBatch> options,
        CancellationToken cancellationToken = default) =>
        _distiller.Train(batches, options, cancellationToken);

    /// <summary>Disposes the projections and removes the hooks; the models stay the caller's.</summary>
    public void Dispose() => _distiller.Dispose();
}
