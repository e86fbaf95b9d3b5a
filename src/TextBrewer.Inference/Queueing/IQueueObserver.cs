namespace TextBrewer.Inference.Queueing;

/// <summary>Is told what happens in a queue.</summary>
internal interface IQueueObserver
{
    /// <summary>The name of the model that the queue is for.</summary>
    string Model { get; }

    /// <summary>Sequences came into the queue, or left it: then their number is negative.</summary>
    void Queued(int sequences);

    /// <summary>A batch starts; what is returned is disposed at its end. Null: nobody looks on.</summary>
    IDisposable? StartBatch(IReadOnlyList<QueuedRequest> batch);
}
