namespace TextBrewer.Training;

/// <summary>Looks on while a run goes: progress bars, metrics files. Every method does nothing unless overridden.</summary>
public interface ITrainingObserver
{
    /// <summary>Before the first step; a resumed run starts at a step above 0.</summary>
    void Started(RunPlan plan, long step) { }

    /// <summary>After each micro-batch.</summary>
    void MicroBatch(StepReport report) { }

    /// <summary>After each optimizer step.</summary>
    void Step(StepReport report) { }

    /// <summary>After a checkpoint is complete on disk.</summary>
    void Saved(long step, string folder) { }

    /// <summary>
    /// After an evaluation, which whoever made it tells the observers: <c>accuracy</c> or, of several sets, <c>matched/accuracy</c>.
    /// </summary>
    void Evaluated(long step, IReadOnlyDictionary<string, double> metrics) { }
}
