using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Losses;
using TextBrewer.Naming;
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

    /// <summary>
    /// Takes the configurations, the teachers, each with its own adaptor and logits mask, and the student; the caller owns the models.
    /// </summary>
    /// <param name="training">How the run is carried out.</param>
    /// <param name="distillation">What is distilled.</param>
    /// <param name="teachers">The teachers; a match's <c>teacher</c> is a place in this list.</param>
    /// <param name="student">The student.</param>
    /// <param name="weights">A weight for each teacher's logits; null: their plain mean.</param>
    /// <param name="losses">Match losses of your own, by the name that a match's <c>loss</c> uses.</param>
    /// <exception cref="ConfigurationException">The configurations have problems; all are listed. Or the weights do not fit the
    /// teachers.</exception>
    public MultiTeacherDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        IReadOnlyList<AdaptedModel<TBatch>> teachers,
        AdaptedModel<TBatch> student,
        IReadOnlyList<double>? weights = null,
        IReadOnlyDictionary<string, IMatchLoss>? losses = null)
        : this(training, distillation, [.. teachers.Select(teacher => new ModelTeacher<TBatch>(teacher))], student, weights, losses)
    {
    }

    /// <summary>The same with teachers of your own.</summary>
    public MultiTeacherDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        IReadOnlyList<ITeacher<TBatch>> teachers,
        AdaptedModel<TBatch> student,
        IReadOnlyList<double>? weights = null,
        IReadOnlyDictionary<string, IMatchLoss>? losses = null) =>
        _distiller = new(training, distillation, new EnsembleTeacher<TBatch>(teachers, weights), student, losses);

    /// <summary>The projections of the matches; null: there are none.</summary>
    public nn.Module? Projections => _distiller.Projections;

    /// <summary>Trains the student; cancelling saves a checkpoint and returns <see cref="TrainingStatus.Stopped"/>.</summary>
    /// <exception cref="ConfigurationException">A setting cannot work with these models or data; nothing was trained yet.</exception>
    public TrainingResult Train(
        IBatchSource<TBatch> batches,
        TrainingOptions<TBatch> options,
        CancellationToken cancellationToken = default) =>
        _distiller.Train(batches, options, cancellationToken);

    /// <summary>Disposes the projections; the models stay the caller's.</summary>
    public void Dispose() => _distiller.Dispose();
}
