namespace TextBrewer.Training;

/// <summary>What is counted while a run goes, and who wants to hear of the step under way.</summary>
internal sealed class StepTally
{
    private readonly IReadOnlyList<ITrainingObserver> _observers;
    private readonly List<ITrainingObserver> _listening = [];

    /// <param name="step">Optimizer steps taken.</param>
    /// <param name="microBatches">Micro-batches that went by.</param>
    /// <param name="observers">Those who look on.</param>
    internal StepTally(long step, long microBatches, IReadOnlyList<ITrainingObserver> observers)
    {
        (MicroBatch, _observers) = (microBatches - 1, observers);
        Next(step);
    }

    /// <summary>Whether anybody wants to hear of the step.</summary>
    internal bool IsWanted => _listening.Count > 0;

    /// <summary>The number of the last micro-batch, over the whole run, from 0.</summary>
    internal long MicroBatch { get; private set; }

    /// <summary>Examples of the step so far; null: not all were counted.</summary>
    internal int? OfStep { get; private set; }

    /// <summary>Examples since the run began or went on; null: not all were counted.</summary>
    internal long? SoFar { get; private set; } = 0;

    /// <summary>A step begins.</summary>
    /// <param name="step">Optimizer steps taken.</param>
    internal void Next(long step)
    {
        OfStep = 0;
        _listening.Clear();
        _listening.AddRange(_observers.Where(observer => observer.Wants(step + 1)));
    }

    /// <summary>A micro-batch went by.</summary>
    /// <param name="examples">Its examples; null: nobody counted them.</param>
    internal void Count(int? examples)
    {
        MicroBatch++;
        OfStep += examples;
        SoFar += examples;
    }

    /// <summary>Tells those who want to hear of the step.</summary>
    internal void Tell(Action<ITrainingObserver> tell)
    {
        foreach (ITrainingObserver observer in _listening) tell(observer);
    }
}
