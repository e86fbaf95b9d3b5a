using TextBrewer.Configuration;
using TextBrewer.Naming;

namespace TextBrewer.Training;

/// <summary>How long a run is: fixed before its first step.</summary>
/// <param name="Steps">Optimizer steps of the whole run.</param>
/// <param name="Epochs">Epochs; null in step mode.</param>
/// <param name="BatchesPerEpoch">Micro-batches per epoch.</param>
/// <param name="Accumulation">Micro-batches per full window.</param>
/// <param name="Checkpoints">Steps after which a checkpoint is saved.</param>
public sealed record RunPlan(long Steps, int? Epochs, int BatchesPerEpoch, int Accumulation, IReadOnlySet<long> Checkpoints)
{
    /// <summary>Steps win over epochs.</summary>
    public static RunPlan Of(TrainingConfig config, int batches, int epochs, long? steps)
    {
        if (batches == 0) throw new ConfigurationException("There is not a single batch to train on: the data are empty.");
        int accumulation = config.GradientAccumulationSteps;
        if (steps is long total)
        {
            if (total < 1) throw new ConfigurationException($"$.num_steps is {total}; it must be at least 1.");
            return new(total, null, batches, accumulation, CheckpointSteps.OfSteps(config, total));
        }
        if (epochs < 1) throw new ConfigurationException($"$.num_epochs is {epochs}; it must be at least 1.");
        long perEpoch = (batches + accumulation - 1) / accumulation;
        return new(perEpoch * epochs, epochs, batches, accumulation, CheckpointSteps.OfEpochs(config, epochs, perEpoch));
    }

    /// <summary>Micro-batches before a place in the data.</summary>
    internal long MicroBatches(int epoch, int batch) => ((long)epoch * BatchesPerEpoch) + batch;

    /// <summary>How many micro-batches have gone by after an optimizer step.</summary>
    public long MicroBatchesAfter(long step)
    {
        if (Epochs is null) return step * Accumulation;
        long perEpoch = ((long)BatchesPerEpoch + Accumulation - 1) / Accumulation;
        return (step / perEpoch * BatchesPerEpoch) + (step % perEpoch * Accumulation);
    }

    /// <summary>
    /// How many micro-batches the window has that begins at a batch of an epoch: the tail of an epoch is a shorter one; in step mode
    /// windows run on.
    /// </summary>
    internal int WindowAt(int batchInEpoch) =>
        Epochs is null ? Accumulation : Math.Min(Accumulation, BatchesPerEpoch - batchInEpoch);
}
