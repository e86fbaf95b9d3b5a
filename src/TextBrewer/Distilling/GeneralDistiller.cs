using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Teachers;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Distilling;

/// <summary>Distils a teacher into a student: logits, intermediate features, labels.</summary>
public sealed class GeneralDistiller<TBatch> : IDisposable
{
    private readonly Distillation _distillation;
    private readonly ITeacher<TBatch> _teacher;
    private readonly AdaptedModel<TBatch> _student;

    /// <summary>A distiller over two models, which the caller owns.</summary>
    /// <param name="training">How the run is carried out.</param>
    /// <param name="distillation">What is distilled.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="student">The student.</param>
    /// <param name="parts">
    /// What is given as code: losses, schedules and projections of your own, matches between modules; null: nothing is.
    /// </param>
    /// <exception cref="ConfigurationException">
    /// The configurations have problems, all of which are listed, or a custom match names a module that is not there.
    /// </exception>
    public GeneralDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        AdaptedModel<TBatch> teacher,
        AdaptedModel<TBatch> student,
        DistillationParts? parts = null)
        : this(training, distillation, new ModelTeacher<TBatch>(teacher), student, parts)
    {
    }

    /// <summary>A distiller over any teacher and a student, which the caller owns.</summary>
    /// <param name="training">How the run is carried out.</param>
    /// <param name="distillation">What is distilled.</param>
    /// <param name="teacher">The teacher; a custom match needs one that is a model, or an ensemble of models.</param>
    /// <param name="student">The student.</param>
    /// <param name="parts">
    /// What is given as code: losses, schedules and projections of your own, matches between modules; null: nothing is.
    /// </param>
    /// <exception cref="ConfigurationException">
    /// The configurations have problems, all of which are listed, or a custom match names a module that is not there.
    /// </exception>
    public GeneralDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        ITeacher<TBatch> teacher,
        AdaptedModel<TBatch> student,
        DistillationParts? parts = null)
    {
        _distillation = new(training, distillation, student.Module, parts);
        try
        {
            (_student, _teacher) = (_distillation.Hooked(student, ""), _distillation.Hooked(teacher, ""));
        }
        catch
        {
            _distillation.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The projections of the matches; null: there are none. Those whose sizes are read from the models come when training begins.
    /// </summary>
    public nn.Module? Projections => _distillation.Projections;

    /// <summary>Trains the student; cancelling saves a checkpoint and returns <see cref="TrainingStatus.Stopped"/>.</summary>
    /// <exception cref="ConfigurationException">A setting cannot work with these models or data; nothing was trained yet.</exception>
    public TrainingResult Train(
        IBatchSource<TBatch> batches,
        TrainingOptions<TBatch> options,
        CancellationToken cancellationToken = default) =>
        _distillation.Train(_teacher, _student, batches, options, cancellationToken);

    /// <summary>Disposes the projections and removes the hooks; the models stay the caller's.</summary>
    public void Dispose() => _distillation.Dispose();
}
