using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Teachers;
using TextBrewer.Training;

namespace TextBrewer.Distilling;

/// <summary>Distils logits and labels only; for intermediate features use <see cref="GeneralDistiller{TBatch}"/>.</summary>
public sealed class BasicDistiller<TBatch> : IDisposable
{
    private readonly GeneralDistiller<TBatch> _distiller;

    /// <summary>A distiller over two models, which the caller owns.</summary>
    /// <param name="training">How the run is carried out.</param>
    /// <param name="distillation">What is distilled.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="student">The student.</param>
    /// <param name="parts">What is given as code; null: nothing is.</param>
    /// <exception cref="ConfigurationException">The configurations have problems, or name intermediate matches.</exception>
    public BasicDistiller(
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
    /// <param name="teacher">The teacher.</param>
    /// <param name="student">The student.</param>
    /// <param name="parts">What is given as code; null: nothing is.</param>
    /// <exception cref="ConfigurationException">The configurations have problems, or name intermediate matches.</exception>
    public BasicDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        ITeacher<TBatch> teacher,
        AdaptedModel<TBatch> student,
        DistillationParts? parts = null)
    {
        if (!distillation.IntermediateMatches.IsEmpty || distillation.Emd is not null)
            throw new ConfigurationException(
                "$.intermediate_matches and $.emd: BasicDistiller compares logits only; use GeneralDistiller, or leave the matches out.");
        if (parts is { CustomMatches.Count: > 0 })
            throw new ConfigurationException("BasicDistiller compares logits only: use GeneralDistiller, or leave the custom matches out.");
        _distiller = new(training, distillation, teacher, student, parts);
    }

    /// <summary>Trains the student; cancelling saves a checkpoint and returns <see cref="TrainingStatus.Stopped"/>.</summary>
    /// <exception cref="ConfigurationException">A setting cannot work with these models or data; nothing was trained yet.</exception>
    public TrainingResult Train(
        IBatchSource<TBatch> batches,
        TrainingOptions<TBatch> options,
        CancellationToken cancellationToken = default) =>
        _distiller.Train(batches, options, cancellationToken);

    /// <summary>Ends the distiller; the models stay the caller's.</summary>
    public void Dispose() => _distiller.Dispose();
}
