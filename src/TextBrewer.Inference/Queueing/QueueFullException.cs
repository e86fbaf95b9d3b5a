namespace TextBrewer.Inference.Queueing;

/// <summary>The model's queue is full: the request was refused at once, without any work. Answer 503, or try again later.</summary>
public sealed class QueueFullException : Exception
{
    /// <summary>A refusal without words.</summary>
    public QueueFullException() { }

    /// <summary>A refusal.</summary>
    public QueueFullException(string message) : base(message) { }

    /// <summary>A refusal with its cause.</summary>
    public QueueFullException(string message, Exception innerException) : base(message, innerException) { }
}
