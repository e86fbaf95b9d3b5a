namespace TextBrewer.Inference.Queueing;

/// <summary>The places of a queue, of which each request has a share.</summary>
/// <param name="options">How many there are.</param>
/// <param name="observer">Is told how many sequences wait.</param>
internal sealed class QueueRoom(QueueOptions options, IQueueObserver observer)
{
    private readonly Lock _lock = new();
    private readonly int _share = QueueOptions.Share(options.Capacity, options.MaxShare);
    private int _taken;

    /// <summary>Changes how many sequences of a request wait. They hold a place each, up to the request's share.</summary>
    /// <exception cref="QueueFullException">There are not enough places.</exception>
    internal void Change(ref int waiting, int sequences)
    {
        int change;
        lock (_lock)
        {
            int others = _taken - Math.Min(waiting, _share), places = Math.Min(sequences, _share);
            if (sequences > waiting && others + places > options.Capacity) throw new QueueFullException(
                $"The queue of the model '{observer.Model}' is full: {others} sequences wait, {options.Capacity} may, and {places} more "
                    + "came. Try again later, or raise Queue.Capacity.");
            (_taken, change, waiting) = (others + places, sequences - waiting, sequences);
        }
        if (change != 0) observer.Queued(change);
    }

    /// <summary>Some of a request's sequences wait no longer; of one that has left already nothing does.</summary>
    internal void Leave(ref int waiting, int sequences)
    {
        int left;
        lock (_lock)
        {
            left = Math.Min(waiting, sequences);
            _taken += Math.Min(waiting - left, _share) - Math.Min(waiting, _share);
            waiting -= left;
        }
        if (left != 0) observer.Queued(-left);
    }
}
