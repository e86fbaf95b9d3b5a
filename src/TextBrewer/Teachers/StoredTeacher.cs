using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Stores;
using TextBrewer.Torch.Precision;
using static TorchSharp.torch;

namespace TextBrewer.Teachers;

/// <summary>
/// Asks a teacher about each example once and keeps its signals by example: whatever batch an example stands in later, it is told the same.
/// What it tells is what is kept, the first time too, so that results do not depend on what a store held before. It asks in full precision
/// whatever a run computes in: asked once, a teacher costs little, and every run may read what one has stored. The signals' tensors are on
/// the CPU. About examples that are drawn for an epoch alone (<see cref="Batch{TBatch}.IsDrawn"/>) it asks each time and keeps nothing.
/// </summary>
public sealed class StoredTeacher<TBatch> : ITeacher<TBatch>, IDisposable
{
    private readonly ITeacher<TBatch> _teacher;
    private readonly ISignalStore _store;
    private readonly Func<Feature, bool>? _wanted;
    private readonly SignalEncoder _encoder;
    private readonly SignalBuffer _buffer = new();
    private readonly Looks _looks = new();

    // Batches of the caller's whose examples nobody knows come again as they are.
    private readonly Dictionary<object, Signals> _byBatch = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// A teacher whose outputs are kept on disk. Its batches have to say what the teacher sees of each example
    /// (<see cref="IExampleBatch"/>, its keys hashes of that): places in the data mean nothing to another run.
    /// </summary>
    /// <param name="teacher">The teacher.</param>
    /// <param name="store">
    /// The store, which stays the caller's; opened with a fingerprint of this teacher and of all that it is asked for.
    /// </param>
    public StoredTeacher(ITeacher<TBatch> teacher, TeacherStore store) : this(teacher, store, wanted: null)
    {
    }

    /// <param name="teacher">The teacher.</param>
    /// <param name="store">The store.</param>
    /// <param name="wanted">Which of the kept features are told; null: all.</param>
    internal StoredTeacher(ITeacher<TBatch> teacher, ISignalStore store, Func<Feature, bool>? wanted) =>
        (_teacher, _store, _wanted, _encoder) = (teacher, store, wanted, new SignalEncoder(store.Precision));

    private bool IsInMemory => _store is MemoryStore;

    /// <inheritdoc/>
    public Signals Teach(Batch<TBatch> batch)
    {
        if (batch.IsDrawn) return Drawn(batch);
        // On disk, what the teacher really sees counts: a postprocessor may have changed the content.
        IReadOnlyList<Example>? examples = IsInMemory ? batch.Examples : (batch.Content as IExampleBatch)?.Examples;
        return examples is { Count: > 0 } ? ByExample(batch, examples) : ByBatch(batch);
    }

    /// <summary>Frees what is kept in memory; a store on disk stays the caller's.</summary>
    public void Dispose()
    {
        if (IsInMemory) _store.Dispose();
        foreach (Signals signals in _byBatch.Values) signals.Dispose();
        _byBatch.Clear();
    }

    /// <summary>A teacher in memory, exact: TextBrewer's <c>is_caching_logits</c>.</summary>
    internal static StoredTeacher<TBatch> InMemory(ITeacher<TBatch> teacher) => new(teacher, new MemoryStore(), wanted: null);

    /// <summary>The same store before a teacher made of this one's.</summary>
    internal StoredTeacher<TBatch> Select(Func<ITeacher<TBatch>, ITeacher<TBatch>> change) => new(change(_teacher), _store, _wanted);

    /// <summary>
    /// Asks about batches beforehand: a resumed run keeps what the one that it goes on with had kept, from the same batches.
    /// </summary>
    /// <param name="batches">The batches of the first epoch.</param>
    /// <param name="postprocessor">Changes a batch before the teacher sees it; null: nothing does.</param>
    internal void Fill(IEnumerable<Batch<TBatch>> batches, Func<TBatch, TBatch>? postprocessor)
    {
        foreach (Batch<TBatch> batch in batches)
        {
            using var scope = NewDisposeScope();
            using Batch<TBatch> owned = batch;
            if (!batch.IsDrawn) Teach(batch.Processed(postprocessor));
        }
    }

    private Signals Drawn(Batch<TBatch> batch)
    {
        Signals told = Autocast.Without(() => _teacher.Teach(batch));
        return _wanted is null ? told : told.Where(_wanted);
    }

    private Signals ByExample(Batch<TBatch> batch, IReadOnlyList<Example> examples)
    {
        _buffer.Reset();
        StoredSignals[] stored = new StoredSignals[examples.Count];
        bool[] isKnown = new bool[stored.Length];
        Read();
        if (isKnown.Contains(false) && _looks.IsDue && _looks.Found(_store.Look())) Read();
        if (isKnown.Contains(false)) Ask(batch, examples, stored, isKnown);
        return SignalJoin.Of(stored, _wanted);

        void Read()
        {
            for (int i = 0; i < stored.Length; i++)
                isKnown[i] = isKnown[i] || _store.TryRead(examples[i].Key, _buffer, out stored[i]);
        }
    }

    private void Ask(Batch<TBatch> batch, IReadOnlyList<Example> examples, StoredSignals[] stored, bool[] isKnown)
    {
        using var scope = NewDisposeScope();
        StoredSignals[] told = _encoder.Encode(TeacherScope.Run(() => Autocast.Without(() => _teacher.Teach(batch))), examples, _buffer);
        List<(UInt128, StoredSignals)> unknown = [];
        for (int i = 0; i < stored.Length; i++)
        {
            if (isKnown[i]) continue;
            stored[i] = told[i];
            unknown.Add((examples[i].Key, told[i]));
        }
        _store.Keep(unknown);
    }

    private Signals ByBatch(Batch<TBatch> batch)
    {
        if (!IsInMemory)
            throw new ConfigurationException(
                $"What a teacher says is kept on disk by what it sees of each example, and {typeof(TBatch).Name} does not say that: "
                    + "implement IExampleBatch, its keys hashes of the inputs.");
        if (batch.Identity is not { } identity)
            throw new ConfigurationException(
                "is_caching_logits keeps what the teacher says by example, and these batches are made anew without saying which examples "
                    + "they hold: make them by Batches.From, or set Batch.Examples.");
        if (!_byBatch.TryGetValue(identity, out Signals? known))
            _byBatch[identity] = known = Autocast.Without(() => _teacher.Teach(batch)).Detach();
        return known;
    }
}
