using TextBrewer.Naming;

namespace TextBrewer.Data;

/// <summary>
/// Which task a micro-batch is from: drawn with a probability proportional to weight · size^tau, sizes in examples. A pure function of
/// seed and micro-batch.
/// </summary>
internal sealed class TaskDraw
{
    private readonly IReadOnlyList<string> _tasks;
    private readonly double[] _upTo;
    private readonly int _seed;

    /// <param name="tasks">The tasks; where the size of one is unknown, all are drawn by their weights alone.</param>
    /// <param name="tau">0: evenly; 1: by size.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <exception cref="ConfigurationException">The sizes to this power are no numbers any more.</exception>
    internal TaskDraw(IReadOnlyList<DrawnTask> tasks, double tau, int seed)
    {
        (_tasks, _seed) = ([.. tasks.Select(task => task.Name)], seed);
        bool known = tasks.All(task => task.Size is not null);
        double[] weights = [.. tasks.Select(task => task.Weight * (known ? Math.Pow(task.Size!.Value, tau) : 1))];
        double all = weights.Sum(), sum = 0;
        if (!(all > 0 && double.IsFinite(all))) throw new ConfigurationException(FormattableString.Invariant(
            $"$.tau is {tau:R}, and the sizes of the tasks to this power are no numbers: use one from 0 to 1."));
        _upTo = [.. weights.Select(weight => sum += weight / all)];
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
