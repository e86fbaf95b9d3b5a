using TextBrewer.Configuration;
using TextBrewer.Naming;
using TorchSharp;

namespace TextBrewer.Adaptors;

/// <summary>
/// What a model's output means to a distiller. Every part is optional; a configuration that needs a missing one is an error before
/// training.
/// </summary>
public sealed record Signals
{
    /// <summary>Logits, (batch, classes) or (batch, length, classes); one or several.</summary>
    public SignalList? Logits { get; init; }

    /// <summary>(batch, length): which positions' logits take part in the KD loss; one per logits, or one for all.</summary>
    public SignalList? LogitsMask { get; init; }

    /// <summary>Losses against labels, scalars.</summary>
    public SignalList? Losses { get; init; }

    /// <summary>(batch, length): 1 at real positions, 0 at padding.</summary>
    public torch.Tensor? InputsMask { get; init; }

    /// <summary>
    /// The classes that the labels name, below 0 where there is none: the logits' shape without its last dimension; one per logits, or one
    /// for all.
    /// </summary>
    public SignalList? Labels { get; init; }

    /// <summary>Hidden states (batch, length, width); 0 is the embedding output.</summary>
    public SignalList? Hidden { get; init; }

    /// <summary>Attention probabilities (batch, heads, length, length), a layer each.</summary>
    public SignalList? Attention { get; init; }

    /// <summary>QKᵀ/√d + (1 − mask) · (−10000), (batch, heads, length, length), a layer each.</summary>
    public SignalList? AttentionScores { get; init; }

    /// <summary>Queries (batch, length, width), a layer each.</summary>
    public SignalList? Query { get; init; }

    /// <summary>Keys (batch, length, width), a layer each.</summary>
    public SignalList? Key { get; init; }

    /// <summary>Values (batch, length, width), a layer each.</summary>
    public SignalList? Value { get; init; }

    /// <summary>Of an ensemble: each teacher's own signals; null: this is one model's.</summary>
    public IReadOnlyList<Signals>? Teachers { get; init; }

    /// <summary>What the custom matches caught of this model, in their order.</summary>
    internal IReadOnlyList<torch.Tensor?>? Captured { get; init; }

    /// <summary>The part that a match names.</summary>
    public SignalList? Of(Feature feature) => feature switch
    {
        Feature.Hidden => Hidden,
        Feature.Attention => Attention,
        Feature.AttentionScores => AttentionScores,
        Feature.Query => Query,
        Feature.Key => Key,
        _ => Value,
    };

    /// <summary>The signals of the teacher that a match names, counted from 0.</summary>
    /// <exception cref="ConfigurationException">There is no such teacher.</exception>
    internal Signals OfTeacher(int teacher, string match)
    {
        int count = Teachers?.Count ?? 1;
        if (teacher < 0 || teacher >= count) throw new ConfigurationException(
            $"The match {match} names teacher {teacher}, and there "
                + $"{(count == 1 ? "is only teacher 0" : $"are teachers 0 to {count - 1}")}.");
        return Teachers?[teacher] ?? this;
    }

    /// <summary>
    /// The same tensors under handles of their own, outside of any dispose scope: they live until <see cref="Dispose"/>, whatever becomes
    /// of the batch.
    /// What nobody asks a teacher for, its losses, labels and inputs mask, is left out.
    /// </summary>
    internal Signals Detach() => this with
    {
        Losses = null,
        Labels = null,
        InputsMask = null,
        Logits = Detach(Logits),
        LogitsMask = Detach(LogitsMask),
        Hidden = Detach(Hidden),
        Attention = Detach(Attention),
        AttentionScores = Detach(AttentionScores),
        Query = Detach(Query),
        Key = Detach(Key),
        Value = Detach(Value),
        Captured = Captured is null ? null : [.. Captured.Select(Detach)],
        Teachers = Teachers is null ? null : [.. Teachers.Select(teacher => teacher.Detach())],
    };

    /// <summary>Disposes all tensors of kept signals.</summary>
    internal void Dispose()
    {
        foreach (SignalList? list in (SignalList?[])[Logits, LogitsMask, Hidden, Attention, AttentionScores, Query, Key, Value])
            foreach (torch.Tensor tensor in list ?? []) tensor.Dispose();
        foreach (torch.Tensor? tensor in Captured ?? []) tensor?.Dispose();
        foreach (Signals teacher in Teachers ?? []) teacher.Dispose();
    }

    private static SignalList? Detach(SignalList? list) => list is null ? null : new SignalList([.. list.Select(tensor => Detach(tensor)!)]);

    private static torch.Tensor? Detach(torch.Tensor? tensor) => tensor?.alias().DetachFromDisposeScope();
}
