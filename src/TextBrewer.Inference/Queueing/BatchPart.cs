using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Queueing;

/// <summary>What a batch has of a request: all of its sequences, or the next ones.</summary>
/// <param name="Request">The request.</param>
/// <param name="From">The first one's place among those of the request.</param>
/// <param name="Sequences">The sequences.</param>
internal sealed record BatchPart(QueuedRequest Request, int From, TokenSequence[] Sequences)
{
    /// <summary>Takes them out of the queue; false: nobody waits for them any more.</summary>
    internal bool Start() => Request.Start(Sequences.Length);

    internal void Succeed(ReadOnlySpan<float[][]> outputs) => Request.Succeed(From, outputs);
}
