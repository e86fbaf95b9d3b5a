namespace TextBrewer.Data;

/// <summary>
/// Makes of an example what a model sees of it in an epoch: with other words masked, with words replaced. The same arguments give the
/// same, on any thread: resuming relies on it. What is drawn is no longer than its example, by whose length batches are made.
/// </summary>
/// <param name="example">The example.</param>
/// <param name="epoch">The epoch, from 0.</param>
/// <param name="place">The example's place in its list: what tells it from one that is equal.</param>
public delegate TExample Draw<TExample>(TExample example, int epoch, int place);
