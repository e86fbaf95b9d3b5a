namespace TextBrewer.Data;

/// <summary>
/// Makes a batch of neighbouring examples of a batch. It is made for one use: where it is <see cref="IDisposable"/>, the loop disposes it.
/// </summary>
/// <param name="batch">The batch.</param>
/// <param name="first">The first example, from 0.</param>
/// <param name="count">How many, at least 1.</param>
public delegate TBatch BatchCut<TBatch>(TBatch batch, int first, int count);
