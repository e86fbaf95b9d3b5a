using TextBrewer.Configuration;

namespace TextBrewer.Training;

/// <summary>After which optimizer steps a checkpoint is saved.</summary>
public static class CheckpointSteps
{
    /// <summary>
    /// Epoch mode: in each epoch that <c>ckpt_epoch_frequency</c> divides, and in the last, <c>ckpt_frequency</c> checkpoints evenly
    /// spread.
    /// </summary>
    public static IReadOnlySet<long> OfEpochs(TrainingConfig config, int epochs, long stepsPerEpoch)
    {
        SortedSet<long> steps = [];
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            if (epoch % config.CkptEpochFrequency != 0 && epoch != epochs) continue;
            for (int i = 1; i <= config.CkptFrequency; i++)
            {
                long offset = stepsPerEpoch * i / config.CkptFrequency;
                if (offset > 0) steps.Add(((epoch - 1) * stepsPerEpoch) + offset);
            }
        }
        return steps;
    }

    /// <summary>Step mode: every <c>ckpt_steps</c> and after the last step.</summary>
    public static IReadOnlySet<long> OfSteps(TrainingConfig config, long total)
    {
        SortedSet<long> steps = [total];
        if (config.CkptSteps is int every)
            for (long step = every; step < total; step += every) steps.Add(step);
        return steps;
    }
}
