using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Training;

namespace TextBrewer.Distilling;

/// <summary>Supervised training of one model on its labels.</summary>
public sealed class BasicTrainer<TBatch>
{
    private readonly TrainingConfig _config;
    private readonly AdaptedModel<TBatch> _model;

    /// <summary>Takes a configuration and the model, which the caller owns.</summary>
    /// <exception cref="ConfigurationException">The configuration has problems; all are listed.</exception>
    public BasicTrainer(TrainingConfig config, AdaptedModel<TBatch> model)
    {
        ConfigurationException.ThrowIfAny(config.Problems());
        (_config, _model) = (config, model);
    }

    /// <summary>Trains; cancelling saves a checkpoint and returns <see cref="TrainingStatus.Stopped"/>.</summary>
    /// <exception cref="ConfigurationException">A setting cannot work with this model or data; nothing was trained yet.</exception>
    public TrainingResult Train(
        IBatchSource<TBatch> batches,
        TrainingOptions<TBatch> options,
        CancellationToken cancellationToken = default) =>
        new TrainingLoop<TBatch>(_config, _model, teacher: null, new SupervisedObjective(), options).Run(batches, cancellationToken);
}
