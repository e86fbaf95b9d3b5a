using TextBrewer.Naming;

namespace TextBrewer.Data;

/// <summary>
/// The batches of several tasks in one stream: a task is drawn for each micro-batch, and each task cycles through its own data.
/// </summary>
internal sealed class TaskSampling<TBatch> : IBatchSource<TaskBatch<TBatch>>
{
    private readonly IReadOnlyDictionary<string, IBatchSource<TBatch>> _tasks;
    private readonly Func<long, string> _draw;

    internal TaskSampling(IReadOnlyDictionary<string, IBatchSource<TBatch>> tasks, Func<long, string> draw)
    {
        foreach ((string name, IBatchSource<TBatch> source) in tasks)
            if (source.Count == 0) throw new ConfigurationException($"The task '{name}' has not a single batch: its data are empty.");
        (_tasks, _draw) = (tasks, draw);
    }

    /// <summary>As many draws as all tasks have batches: how long an "epoch" is has no influence on what is drawn.</summary>
    public int Count => _tasks.Values.Sum(source => source.Count);

    public bool Shuffles => true;

    // A task batch knows whether what it holds is to be disposed.
    public bool MakesBatches => true;

    public IEnumerable<TaskBatch<TBatch>> Epoch(int epoch, int skip = 0)
    {
        long start = ((long)epoch * Count) + skip;
        Dictionary<string, long> taken = _tasks.Keys.ToDictionary(name => name, _ => 0L, StringComparer.Ordinal);
        for (long place = 0; place < start; place++) taken[Draw(place)]++;

        Dictionary<string, IEnumerator<TBatch>> streams = [];
        try
        {
            for (long place = start; place < (long)(epoch + 1) * Count; place++)
            {
                string name = Draw(place);
                if (!streams.TryGetValue(name, out IEnumerator<TBatch>? stream)) streams[name] = stream = Cycle(_tasks[name], taken[name])
                    .GetEnumerator();
                stream.MoveNext();
                yield return new TaskBatch<TBatch>(name, stream.Current, _tasks[name].MakesBatches);
            }
        }
        finally
        {
            foreach (IEnumerator<TBatch> stream in streams.Values) stream.Dispose();
        }
    }

    public IEnumerable<TaskBatch<TBatch>> Samples() =>
        _tasks.SelectMany(task => task.Value.Samples().Select(batch => new TaskBatch<TBatch>(task.Key, batch, task.Value.MakesBatches)));

    private string Draw(long place)
    {
        string name = _draw(place);
        return _tasks.ContainsKey(name)
            ? name
            : throw new ConfigurationException($"The task '{name}' was drawn, and the tasks are {string.Join(", ", _tasks.Keys)}.");
    }

    private static IEnumerable<TBatch> Cycle(IBatchSource<TBatch> source, long taken)
    {
        int epoch = (int)(taken / source.Count), skip = (int)(taken % source.Count);
        while (true)
        {
            foreach (TBatch batch in source.Epoch(epoch, skip)) yield return batch;
            (epoch, skip) = (epoch + 1, 0);
        }
    }
}
