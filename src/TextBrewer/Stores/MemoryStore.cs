namespace TextBrewer.Stores;

/// <summary>Keeps a teacher's outputs in memory, exact.</summary>
internal sealed class MemoryStore : ISignalStore
{
    private readonly Dictionary<UInt128, StoredSignals> _examples = [];

    public StorePrecision Precision => StorePrecision.Exact;

    public bool TryRead(UInt128 key, SignalBuffer buffer, out StoredSignals signals) => _examples.TryGetValue(key, out signals);

    public bool Look() => false;

    public void Keep(IReadOnlyList<(UInt128 Key, StoredSignals Signals)> examples)
    {
        foreach ((UInt128 key, StoredSignals signals) in examples) _examples.TryAdd(key, signals with { Data = signals.Data.ToArray() });
    }

    public void Dispose() => _examples.Clear();
}
