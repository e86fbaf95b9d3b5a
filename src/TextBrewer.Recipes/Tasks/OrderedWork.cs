namespace TextBrewer.Recipes.Tasks;

/// <summary>Work on many items by several threads, its results in the order of the items, and only a few of them held.</summary>
internal static class OrderedWork
{
    // Large enough that handing over costs little, small enough that all threads have some of a small file.
    private const int ChunkSize = 128;

    // So that a thread has work while results are taken and items are read.
    private const int ChunksPerThread = 4;

    /// <summary>The result of each item. Items are read on the thread that asks, as results are taken.</summary>
    /// <param name="items">The items.</param>
    /// <param name="work">Makes a result of an item; safe from many threads.</param>
    /// <param name="threads">How many threads work; null: one for each processor.</param>
    /// <param name="cancellationToken">Stops between two items.</param>
    internal static IEnumerable<TResult> Select<TItem, TResult>(
        IEnumerable<TItem> items,
        Func<TItem, TResult> work,
        int? threads = null,
        CancellationToken cancellationToken = default)
    {
        int most = threads ?? Environment.ProcessorCount;
        return most == 1 ? items.Select(One) : Several(items, One, most);

        TResult One(TItem item)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return work(item);
        }
    }

    private static IEnumerable<TResult> Several<TItem, TResult>(IEnumerable<TItem> items, Func<TItem, TResult> work, int most)
    {
        Queue<Task<TResult[]>> running = new();
        try
        {
            foreach (TItem[] chunk in items.Chunk(ChunkSize))
            {
                running.Enqueue(Task.Run(() => Array.ConvertAll(chunk, item => work(item))));
                if (running.Count > most * ChunksPerThread)
                    foreach (TResult result in running.Dequeue().GetAwaiter().GetResult()) yield return result;
            }
            while (running.TryDequeue(out Task<TResult[]>? next))
                foreach (TResult result in next.GetAwaiter().GetResult()) yield return result;
        }
        finally
        {
            // After a fault nobody wants the rest, and nothing works on when it has been told.
            foreach (Task<TResult[]> left in running) ((IAsyncResult)left).AsyncWaitHandle.WaitOne();
        }
    }
}
