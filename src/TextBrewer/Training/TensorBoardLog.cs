namespace TextBrewer.Training;

/// <summary>
/// Writes a run's curves for TensorBoard under TextBrewer's names: <c>scalar/total_loss</c>, <c>scalar/unweighted_…</c> at every
/// micro-batch;
/// <c>learning_rate</c>, <c>gradient_norm</c> and <c>examples_per_second</c> at every optimizer step.
/// </summary>
/// <remarks>
/// All curves count micro-batches from 0, as TextBrewer does; an optimizer step stands at its last micro-batch. One count for all, because
/// a resumed run says with a single number from where on TensorBoard drops what the stopped run wrote after its checkpoint.
/// </remarks>
/// <param name="folder">Where the event file goes; a file is made when a run starts.</param>
/// <param name="clock">The clock; null: the system's.</param>
/// <param name="every">Every how many steps something is written; the last step always is.</param>
public sealed class TensorBoardLog(string folder, TimeProvider? clock = null, int every = 1) : ITrainingObserver, IDisposable
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly ExampleRate _rate = new(clock ?? TimeProvider.System);
    private readonly LoggingSteps _steps = new(every);
    private EventFileWriter? _writer;

    // Where the next evaluation stands.
    private long _microBatches;

    /// <inheritdoc/>
    public void Starting(RunStart start)
    {
        _writer?.Dispose();
        _writer = new EventFileWriter(folder, _clock);
        _microBatches = start.MicroBatches;
        if (start.Step > 0) _writer.Start(_microBatches);
        _rate.Start();
        _steps.Start(start);
    }

    /// <inheritdoc/>
    public bool Wants(long step) => _steps.Has(step);

    /// <inheritdoc/>
    public void MicroBatch(StepReport report) => _writer?.Scalars(
        report.MicroBatch,
        report.Scalars.Select(scalar => KeyValuePair.Create($"scalar/{scalar.Key}", scalar.Value)));

    /// <inheritdoc/>
    public void Step(StepReport report)
    {
        Dictionary<string, double> values = new() { ["learning_rate"] = report.LearningRate };
        if (report.GradientNorm is double norm) values["gradient_norm"] = norm;
        if (_rate.Next(report) is double speed) values["examples_per_second"] = speed;
        _writer?.Scalars(report.MicroBatch, values);
        _microBatches = report.MicroBatch + 1;
    }

    /// <summary>Records what an evaluation came to; the curves are <c>dev/{name}</c>.</summary>
    /// <param name="step">The optimizer steps taken before it.</param>
    /// <param name="metrics">The metrics by their names.</param>
    /// <exception cref="InvalidOperationException">No run has started yet.</exception>
    public void Evaluated(long step, IReadOnlyDictionary<string, double> metrics)
    {
        if (_writer is null)
            throw new InvalidOperationException("An evaluation is recorded within a run: give the log to the run as an observer first.");
        _writer.Scalars(Math.Max(0, _microBatches - 1), metrics.Select(metric => KeyValuePair.Create($"dev/{metric.Key}", metric.Value)));
        _writer.Flush();
    }

    /// <inheritdoc/>
    public void Saving(long step) => _writer?.FlushToDisk();

    /// <inheritdoc/>
    public void Saved(long step, string folder) => _rate.Pause();

    /// <summary>Writes what is left and closes the file.</summary>
    public void Dispose() => _writer?.Dispose();
}
