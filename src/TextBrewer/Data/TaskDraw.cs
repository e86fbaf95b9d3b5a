namespace TextBrewer.Data;

/// <summary>
/// Which task a micro-batch is from: drawn with a probability proportional to size^tau, sizes in examples. A pure function of seed and
/// micro-batch.
/// </summary>
internal sealed class TaskDraw
{
    private readonly IReadOnlyList<string> _tasks;
    private readonly double[] _upTo;
    private readonly int _seed;

    /// <param name="sizes">Each task's examples; where one is unknown, all tasks are drawn evenly.</param>
    /// <param name="tau">0: evenly; 1: by size.</param>
    /// <param name="seed">Decides the draws.</param>
    internal TaskDraw(IReadOnlyList<(string Task, long? Size)> sizes, double tau, int seed)
    {
        (_tasks, _seed) = ([.. sizes.Select(s => s.Task)], seed);
        bool known = sizes.All(s => s.Size is not null);
        double[] weights = [.. sizes.Select(s => known ? Math.Pow(s.Size!.Value, tau) : 1)];
        double sum = 0;
        _upTo = [.. weights.Select(weight => sum += weight / weights.Sum())];
    }

    internal string At(long microBatch)
    {
        double place = Uniform(microBatch);
        int task = Array.FindIndex(_upTo, upTo => place < upTo);
        return _tasks[task < 0 ? _tasks.Count - 1 : task];
    }

    /// <summary>A number from 0 to 1 (SplitMix64's finalizer over seed and place, Steele et al. 2014).</summary>
    private double Uniform(long place)
    {
        ulong z = unchecked(((ulong)(uint)_seed << 32) + ((ulong)(place + 1) * 0x9E3779B97F4A7C15));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
