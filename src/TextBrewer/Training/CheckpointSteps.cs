using TextBrewer.Configuration;

namespace TextBrewer.Training;

/// <summary>After which optimizer steps a checkpoint is saved.</summary>
internal static class CheckpointSteps
{
    /// <summary>
    /// Epoch mode: in each epoch that <c>ckpt_epoch_frequency</c> divides, and in the last, <c>ckpt_frequency</c> checkpoints evenly
    /// spread.
    /// </summary>
    /// <param name="config">How often.</param>
    /// <param name="stepsOfEpochs">The optimizer steps of each epoch.</param>
    internal static IReadOnlySet<long> OfEpochs(TrainingConfig config, IReadOnlyList<long> stepsOfEpochs)
    {
        SortedSet<long> steps = [];
        long before = 0;
        for (int epoch = 1; epoch <= stepsOfEpochs.Count; before += stepsOfEpochs[epoch - 1], epoch++)
        {
            if (epoch % config.CkptEpochFrequency != 0 && epoch != stepsOfEpochs.Count) continue;
            for (int i = 1; i <= config.CkptFrequency; i++)
            {
                long offset = stepsOfEpochs[epoch - 1] * i / config.CkptFrequency;
                if (offset > 0) steps.Add(before + offset);
            }
        }
        return steps;
    }

    /// <summary>Step mode: every <c>ckpt_steps</c> and after the last step.</summary>
    internal static IReadOnlySet<long> OfSteps(TrainingConfig config, long total)
    {
        SortedSet<long> steps = [total];
        if (config.CkptSteps is int every)
            for (long step = every; step < total; step += every) steps.Add(step);
        return steps;
    }
}
