using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;

namespace TextBrewer.Training;

/// <summary>How long a run is and when it saves, fixed before its first step: all arithmetic of steps, windows and epochs.</summary>
internal sealed class RunPlan
{
    private readonly int _accumulation;
    private readonly IReadOnlyList<int> _batches; // of each epoch; empty in step mode, where windows run on
    private readonly IReadOnlySet<long> _checkpoints;
    private readonly Func<long, BatchShare>? _shares;
    private readonly int? _evalSteps;

    private RunPlan(
        long steps,
        int accumulation,
        IReadOnlyList<int> batches,
        IReadOnlySet<long> checkpoints,
        int? evalSteps,
        Func<long, BatchShare>? shares) =>
        (Steps, _accumulation, _batches, _checkpoints, _evalSteps, _shares) =
            (steps, accumulation, batches, checkpoints, evalSteps, shares);

    /// <summary>Optimizer steps of the whole run.</summary>
    internal long Steps { get; }

    /// <summary>Epochs; null in step mode.</summary>
    internal int? Epochs => _batches.Count == 0 ? null : _batches.Count;

    /// <summary>Checkpoints of the whole run.</summary>
    internal int Checkpoints => _checkpoints.Count;

    /// <summary>Plans a run; steps win over epochs.</summary>
    /// <param name="config">How it accumulates and when it saves.</param>
    /// <param name="batches">How many micro-batches an epoch has, counted from 0.</param>
    /// <param name="epochs">Epochs.</param>
    /// <param name="steps">Optimizer steps, the data being cycled; null: epochs count.</param>
    /// <param name="shares">What each micro-batch of the run counts for; null: all the same.</param>
    /// <exception cref="ConfigurationException">There is nothing to train on, or for no time.</exception>
    internal static RunPlan Of(
        TrainingConfig config,
        Func<int, int> batches,
        int epochs,
        long? steps,
        Func<long, BatchShare>? shares = null)
    {
        if (batches(0) == 0) throw new ConfigurationException("There is not a single batch to train on: the data are empty.");
        int accumulation = config.GradientAccumulationSteps;
        if (steps is long total)
        {
            if (total < 1) throw new ConfigurationException($"$.num_steps is {total}; it must be at least 1.");
            return new(total, accumulation, [], CheckpointSteps.OfSteps(config, total), config.EvalSteps, shares);
        }
        if (epochs < 1) throw new ConfigurationException($"$.num_epochs is {epochs}; it must be at least 1.");
        int[] each = [.. Enumerable.Range(0, epochs).Select(batches)];
        long[] stepsEach = [.. each.Select(count => StepsOf(count, accumulation))];
        return new(stepsEach.Sum(), accumulation, each, CheckpointSteps.OfEpochs(config, stepsEach), config.EvalSteps, shares);
    }

    /// <summary>Whether a checkpoint is saved after a step.</summary>
    internal bool SavesAt(long step) => _checkpoints.Contains(step);

    /// <summary>
    /// Whether the model is evaluated after a step: every <c>eval_steps</c> and after the last, else with every checkpoint.
    /// </summary>
    internal bool EvaluatesAt(long step) => _evalSteps is int every ? step % every == 0 || step == Steps : SavesAt(step);

    /// <summary>
    /// The window of the step that is about to be taken: the last of an epoch may be shorter; in step mode windows run on.
    /// </summary>
    /// <param name="step">Optimizer steps taken.</param>
    internal AccumulationWindow WindowAt(long step)
    {
        int size = SizeAt(step);
        // Of one micro-batch nobody asks how many examples it has.
        if (_shares is null || size == 1) return new(new BatchShare[size]);
        long first = MicroBatchesAfter(step);
        return new([.. Enumerable.Range(0, size).Select(i => _shares(first + i))]);
    }

    private int SizeAt(long step)
    {
        foreach (int batches in _batches)
        {
            long steps = StepsOf(batches, _accumulation);
            if (step < steps) return (int)Math.Min(_accumulation, batches - (step * _accumulation));
            step -= steps;
        }
        return _accumulation;
    }

    /// <summary>How many micro-batches have gone by after an optimizer step.</summary>
    internal long MicroBatchesAfter(long step)
    {
        long passed = 0;
        foreach (int batches in _batches)
        {
            long steps = StepsOf(batches, _accumulation);
            if (step < steps) break;
            (passed, step) = (passed + batches, step - steps);
        }
        return passed + (step * _accumulation);
    }

    private static long StepsOf(int batches, int accumulation) => ((long)batches + accumulation - 1) / accumulation;
}
