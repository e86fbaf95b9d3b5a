using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Naming;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Teachers;

/// <summary>
/// Asks a teacher about each example once and keeps its signals, exact and in memory, by example: whatever batch an example stands in
/// later,
/// it is told the same (TextBrewer's <c>is_caching_logits</c>).
/// </summary>
internal sealed class StoredTeacher<TBatch>(ITeacher<TBatch> teacher) : ITeacher<TBatch>, IDisposable
{
    private readonly Dictionary<UInt128, Signals> _byExample = [];

    // Batches of the caller's whose examples nobody knows come again as they are.
    private readonly Dictionary<object, Signals> _byBatch = new(ReferenceEqualityComparer.Instance);

    public Signals Teach(Batch<TBatch> batch) => batch.Examples is { } examples ? ByExample(batch, examples) : ByBatch(batch);

    /// <summary>
    /// Asks about batches beforehand: a resumed run keeps what the one that it goes on with had kept, from the same batches.
    /// </summary>
    /// <param name="batches">The batches of the first epoch.</param>
    /// <param name="postprocessor">Changes a batch before the teacher sees it; null: nothing does.</param>
    internal void Fill(IEnumerable<Batch<TBatch>> batches, Func<TBatch, TBatch>? postprocessor)
    {
        foreach (Batch<TBatch> batch in batches)
        {
            using DisposeScope scope = NewDisposeScope();
            using Batch<TBatch> owned = batch;
            Teach(batch.Processed(postprocessor));
        }
    }

    /// <summary>Frees what is kept.</summary>
    public void Dispose()
    {
        foreach (Signals signals in _byExample.Values.Concat(_byBatch.Values)) signals.Dispose();
        _byExample.Clear();
        _byBatch.Clear();
    }

    private Signals ByExample(Batch<TBatch> batch, IReadOnlyList<Example> examples)
    {
        using var noGrad = no_grad();
        if (!examples.All(example => _byExample.ContainsKey(example.Key)))
        {
            using DisposeScope scope = NewDisposeScope();
            Signals[] parts = ExampleSignals.Split(
                TeacherScope.Run(() => teacher.Teach(batch)),
                [.. examples.Select(example => example.Length)]);
            foreach ((Example example, Signals part) in examples.Zip(parts))
                if (!_byExample.ContainsKey(example.Key)) _byExample[example.Key] = part.Detach();
        }
        bool lengthsKnown = examples.All(example => example.Length is not null);
        return ExampleSignals.Join([.. examples.Select(example => _byExample[example.Key])], lengthsKnown);
    }

    private Signals ByBatch(Batch<TBatch> batch)
    {
        if (batch.Identity is not { } identity)
            throw new ConfigurationException(
                "is_caching_logits keeps what the teacher says by example, and these batches are made anew without saying which examples "
                    + "they hold: make "
                    + "them by Batches.From, or set Batch.Examples.");
        if (!_byBatch.TryGetValue(identity, out Signals? known)) _byBatch[identity] = known = teacher.Teach(batch).Detach();
        return known;
    }
}
