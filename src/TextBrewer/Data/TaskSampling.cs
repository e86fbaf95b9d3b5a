using TextBrewer.Naming;

namespace TextBrewer.Data;

/// <summary>
/// The batches of several tasks in one stream: a task is drawn for each micro-batch, and each task cycles through its own data.
/// </summary>
internal sealed class TaskSampling<TBatch> : IBatchSource<TaskBatch<TBatch>>
{
    private readonly IReadOnlyDictionary<string, IBatchSource<TBatch>> _tasks;
    private readonly Func<long, string> _draw;
    private readonly int _count;

    internal TaskSampling(IReadOnlyDictionary<string, IBatchSource<TBatch>> tasks, Func<long, string> draw)
    {
        foreach ((string name, IBatchSource<TBatch> source) in tasks)
            if (source.Epoch(0).Count == 0) throw new ConfigurationException($"The task '{name}' has not a single batch: its data are "
                + $"empty.");
        (_tasks, _draw, _count) = (tasks, draw, tasks.Values.Sum(source => source.Epoch(0).Count));
    }

    /// <summary>As many draws as all tasks have batches: how long an "epoch" is has no influence on what is drawn.</summary>
    public BatchEpoch<TaskBatch<TBatch>> Epoch(int epoch) => new Draws(this, epoch);

    public IEnumerable<Batch<TaskBatch<TBatch>>> Samples(BatchSlice slice) =>
        _tasks.SelectMany(task => task.Value.Samples(slice).Select(batch => Of(task.Key, batch)));

    private static Batch<TaskBatch<TBatch>> Of(string task, Batch<TBatch> batch) => new(new TaskBatch<TBatch>(task, batch))
    {
        Examples = batch.Examples,
        Count = batch.Count,
        Whole = batch.Whole,
        IsSpare = batch.IsSpare,
        Task = task,
        IsDrawn = batch.IsDrawn,
        IsOwned = true, // The inner batch knows whether its content is.
    };

    private string Draw(long place)
    {
        string name = _draw(place);
        return _tasks.ContainsKey(name)
            ? name
            : throw new ConfigurationException($"The task '{name}' was drawn, and the tasks are {string.Join(", ", _tasks.Keys)}.");
    }

    private sealed class Draws(TaskSampling<TBatch> source, int epoch) : BatchEpoch<TaskBatch<TBatch>>
    {
        private readonly Lazy<IReadOnlyList<(string Task, BatchEpoch<TBatch> Epoch, int Batch)>> _places = new(() => Places(source, epoch));

        public override int Count => source._count;

        public override long? Examples => null; // Other draws, other sizes.

        public override int Size(int batch) => _places.Value[batch].Epoch.Size(_places.Value[batch].Batch);

        public override bool IsPrepared { get; } = source._tasks.Values.Any(task => task.Epoch(0).IsPrepared);

        public override Batch<TaskBatch<TBatch>> Make(int batch) => Prepare(batch).Make();

        public override PreparedBatch<TaskBatch<TBatch>> Prepare(int batch) => Prepare(batch, BatchSlice.Whole);

        public override PreparedBatch<TaskBatch<TBatch>> Prepare(int batch, BatchSlice slice)
        {
            (string task, BatchEpoch<TBatch> epoch, int place) = _places.Value[batch];
            PreparedBatch<TBatch> own = epoch.Prepare(place, slice);
            return new PreparedBatch<TaskBatch<TBatch>>(() => Of(task, own.Make()), own);
        }

        internal override BatchShare Share(int batch)
        {
            (string task, BatchEpoch<TBatch> epoch, int place) = _places.Value[batch];
            return epoch.Share(place) with { Task = task };
        }

        private static List<(string Task, BatchEpoch<TBatch> Epoch, int Batch)> Places(TaskSampling<TBatch> source, int epoch)
        {
            Dictionary<string, TaskCycle<TBatch>> cycles =
                source._tasks.ToDictionary(task => task.Key, task => new TaskCycle<TBatch>(task.Value), StringComparer.Ordinal);
            long start = (long)epoch * source._count;
            for (long place = 0; place < start; place++) cycles[source.Draw(place)].Next();
            List<(string Task, BatchEpoch<TBatch> Epoch, int Batch)> places = [];
            for (long place = start; place < start + source._count; place++)
            {
                string task = source.Draw(place);
                (BatchEpoch<TBatch> own, int batch) = cycles[task].Next();
                places.Add((task, own, batch));
            }
            return places;
        }
    }
}
