using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Teachers;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Distilling;

/// <summary>What all distillers share: the configurations' validity, the objective, the cache.</summary>
internal sealed class Distillation : IDisposable
{
    private readonly TrainingConfig _training;
    private readonly DistillationConfig _config;
    private readonly DistillationObjective _objective;

    internal Distillation(TrainingConfig training, DistillationConfig config, nn.Module student, DistillationParts extensions)
    {
        ConfigurationException.ThrowIfAny(
            [.. training.Problems(), .. config.Problems([.. extensions.Losses.Keys]), .. extensions.Problems()]);
        (_training, _config) = (training, config);
        Parameter? first = student.parameters().FirstOrDefault();
        _objective = new(config, extensions, first?.dtype ?? ScalarType.Float32, first?.device ?? CPU, training.Seed);
    }

    internal nn.Module? Projections => _objective.Projections;

    internal bool Caches => _config.IsCachingLogits;

    internal TrainingResult Train<TBatch>(
        ITeacher<TBatch> teacher, AdaptedModel<TBatch> student, IBatchSource<TBatch> batches, TrainingOptions<TBatch> options, CancellationToken cancellationToken)
    {
        if (!Caches) return Loop(teacher, student, batches, options, cancellationToken);
        using CachedBatches<TBatch> cached = new(batches, _training.Seed, options.Postprocessor);
        return Loop(
            new CachedTeacher<TBatch>(teacher),
            student.Over((CachedBatch<TBatch> batch) => batch.Batch),
            cached,
            options.Over<CachedBatch<TBatch>>(),
            cancellationToken);
    }

    internal TrainingResult Loop<TBatch>(
        ITeacher<TBatch> teacher, AdaptedModel<TBatch> student, IBatchSource<TBatch> batches, TrainingOptions<TBatch> options, CancellationToken cancellationToken) =>
        new TrainingLoop<TBatch>(_training, student, teacher, _objective, options).Run(batches, cancellationToken);

    /// <summary>Disposes the projections.</summary>
    public void Dispose() => _objective.Dispose();
}
