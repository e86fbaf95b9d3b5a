using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Losses;
using TextBrewer.Teachers;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Distilling;

/// <summary>Distils a teacher into a student: logits, intermediate features, labels.</summary>
public sealed class GeneralDistiller<TBatch> : IDisposable
{
    private readonly TrainingConfig _training;
    private readonly AdaptedModel<TBatch> _student;
    private readonly DistillationObjective<TBatch> _objective;

    /// <summary>Takes validated configurations and both models, which the caller owns.</summary>
    /// <param name="training">How the run is carried out.</param>
    /// <param name="distillation">What is distilled.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="student">The student.</param>
    /// <param name="losses">Match losses of your own, by the name that a match's <c>loss</c> uses.</param>
    /// <exception cref="ConfigurationException">The configurations have problems; all are listed.</exception>
    public GeneralDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        AdaptedModel<TBatch> teacher,
        AdaptedModel<TBatch> student,
        IReadOnlyDictionary<string, IMatchLoss>? losses = null)
        : this(training, distillation, new ModelTeacher<TBatch>(teacher), student, losses)
    {
    }

    /// <summary>The same with a teacher of your own.</summary>
    public GeneralDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        ITeacher<TBatch> teacher,
        AdaptedModel<TBatch> student,
        IReadOnlyDictionary<string, IMatchLoss>? losses = null)
    {
        ConfigurationException.ThrowIfAny([.. training.Problems(), .. distillation.Problems([.. losses?.Keys ?? []])]);
        (_training, _student) = (training, student);
        TorchSharp.Modules.Parameter? first = student.Module.parameters().FirstOrDefault();
        _objective = new(distillation, teacher, first?.dtype ?? ScalarType.Float32, first?.device ?? CPU, training.Seed, losses);
    }

    /// <summary>The projections of the matches; null: there are none.</summary>
    public nn.Module? Projections => _objective.Projections;

    /// <summary>Trains the student; cancelling saves a checkpoint and returns <see cref="TrainingStatus.Stopped"/>.</summary>
    public TrainingResult Train(IBatchSource<TBatch> batches, TrainingOptions<TBatch> options, CancellationToken cancellationToken = default) =>
        new TrainingLoop<TBatch>(_training, _student, _objective, options).Run(batches, cancellationToken);

    /// <summary>Disposes the projections; the models stay the caller's.</summary>
    public void Dispose() => _objective.Dispose();
}
