namespace TextBrewer.Training;

/// <summary>Looks on while a run goes: progress bars, metrics files. Every method does nothing unless overridden.</summary>
public interface ITrainingObserver
{
    /// <summary>Before the first step.</summary>
    void Starting(RunStart start) { }

    /// <summary>
    /// Whether it wants to hear of a step and its micro-batches: asked before each. The losses and the gradient's norm of a step that
    /// nobody wants are not read back, which on an accelerator would wait for the device.
    /// </summary>
    /// <param name="step">The step that comes, counted from 1.</param>
    bool Wants(long step) => true;

    /// <summary>After each micro-batch.</summary>
    void MicroBatch(StepReport report) { }

    /// <summary>After each optimizer step.</summary>
    void Step(StepReport report) { }

    /// <summary>After an evaluation, and before the checkpoint of the same step.</summary>
    /// <param name="step">Optimizer steps taken.</param>
    /// <param name="metrics">The metrics by name: <c>accuracy</c> or, of several sets, <c>matched/accuracy</c>.</param>
    void Evaluated(long step, IReadOnlyDictionary<string, double> metrics) { }

    /// <summary>
    /// Before a checkpoint counts: what an observer writes has to be on disk when this returns, so that no checkpoint is ahead of it.
    /// </summary>
    void Saving(long step) { }

    /// <summary>After a checkpoint is complete on disk.</summary>
    void Saved(long step, string folder) { }

    /// <summary>After the last step of a run, or the last before it was cancelled.</summary>
    void Stopping(TrainingResult result) { }
}
