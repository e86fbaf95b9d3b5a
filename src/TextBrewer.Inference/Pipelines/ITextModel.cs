namespace TextBrewer.Inference.Pipelines;

/// <summary>A loaded model, whatever its task.</summary>
public interface ITextModel
{
    /// <summary>The model's name, task, labels and precision.</summary>
    TextModelInfo Info { get; }

    /// <summary>Reads a tiny text through the queue, to see whether the model works.</summary>
    /// <exception cref="Queueing.QueueFullException">It has too much to do.</exception>
    /// <exception cref="InvalidDataException">It gives something that is no number.</exception>
    Task ProbeAsync(CancellationToken cancellationToken = default);
}
