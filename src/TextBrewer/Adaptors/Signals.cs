using System.Collections.Immutable;
using TextBrewer.Naming;
using TorchSharp;

namespace TextBrewer.Adaptors;

/// <summary>
/// What a model's output means to a distiller: a table from feature to tensors. Every part is optional; a configuration that needs a
/// missing
/// one is an error before training.
/// </summary>
public sealed record Signals
{
    private ImmutableDictionary<Feature, SignalList> Rows { get; init; } = ImmutableDictionary<Feature, SignalList>.Empty;

    /// <summary>Logits, (batch, classes) or (batch, length, classes); one or several.</summary>
    public SignalList? Logits { get => this[Features.Logits]; init => this[Features.Logits] = value; }

    /// <summary>(batch, length): which positions' logits take part in the KD loss; one per logits, or one for all.</summary>
    public SignalList? LogitsMask { get => this[Features.LogitsMask]; init => this[Features.LogitsMask] = value; }

    /// <summary>Losses against labels, scalars.</summary>
    public SignalList? Losses { get => this[Features.Losses]; init => this[Features.Losses] = value; }

    /// <summary>
    /// How many values each of the losses is a mean over, scalars; null: the labels that are not below 0, or where labels are no classes,
    /// the examples. Runs of several processes, which share each batch, weigh their losses by it.
    /// </summary>
    public SignalList? LossCounts { get => this[Features.LossCounts]; init => this[Features.LossCounts] = value; }

    /// <summary>(batch, length): 1 at real positions, 0 at padding.</summary>
    public torch.Tensor? InputsMask
    {
        get => this[Features.InputsMask]?[0];
        init => this[Features.InputsMask] = value is null ? null : SignalList.FromTensor(value);
    }

    /// <summary>
    /// The classes that the labels name, below 0 where there is none: the logits' shape without its last dimension; one per logits, or one
    /// for all.
    /// </summary>
    public SignalList? Labels { get => this[Features.Labels]; init => this[Features.Labels] = value; }

    /// <summary>Hidden states (batch, length, width); 0 is the embedding output.</summary>
    public SignalList? Hidden { get => this[Features.Hidden]; init => this[Features.Hidden] = value; }

    /// <summary>Attention probabilities (batch, heads, length, length), a layer each.</summary>
    public SignalList? Attention { get => this[Features.Attention]; init => this[Features.Attention] = value; }

    /// <summary>QKᵀ/√d + (1 − mask) · (−10000), (batch, heads, length, length), a layer each.</summary>
    public SignalList? AttentionScores { get => this[Features.AttentionScores]; init => this[Features.AttentionScores] = value; }

    /// <summary>Queries (batch, length, width), a layer each.</summary>
    public SignalList? Query { get => this[Features.Query]; init => this[Features.Query] = value; }

    /// <summary>Keys (batch, length, width), a layer each.</summary>
    public SignalList? Key { get => this[Features.Key]; init => this[Features.Key] = value; }

    /// <summary>Values (batch, length, width), a layer each.</summary>
    public SignalList? Value { get => this[Features.Value]; init => this[Features.Value] = value; }

    /// <summary>Of an ensemble: each teacher's own signals; null: this is one model's.</summary>
    public IReadOnlyList<Signals>? Teachers { get; init; }

    /// <summary>The tensors of a feature; null: there are none.</summary>
    public SignalList? this[Feature feature]
    {
        get => Rows.GetValueOrDefault(feature);
        init => Rows = value is null ? Rows.Remove(feature) : Rows.SetItem(feature, value);
    }

    /// <summary>These signals with the tensors of a feature replaced; null: left out.</summary>
    public Signals With(Feature feature, SignalList? tensors) =>
        this with { Rows = tensors is null ? Rows.Remove(feature) : Rows.SetItem(feature, tensors) };

    /// <summary>These signals without the features that are not wanted.</summary>
    internal Signals Where(Func<Feature, bool> wanted) => this with
    {
        Rows = Rows.RemoveRange(Rows.Keys.Where(feature => !wanted(feature))),
        Teachers = Teachers is null ? null : [.. Teachers.Select(teacher => teacher.Where(wanted))],
    };

    /// <summary>Every tensor, those of an ensemble's teachers included.</summary>
    internal IEnumerable<torch.Tensor> Tensors =>
        Rows.Values.SelectMany(list => list).Concat(Teachers?.SelectMany(teacher => teacher.Tensors) ?? []);

    /// <summary>The features that are there.</summary>
    internal IEnumerable<KeyValuePair<Feature, SignalList>> Table => Rows;

    /// <summary>The signals of the teacher that a match names, counted from 0.</summary>
    /// <exception cref="ConfigurationException">There is no such teacher.</exception>
    internal Signals OfTeacher(int teacher, string match)
    {
        int count = Teachers?.Count ?? 1;
        if (teacher >= 0 && teacher < count) return Teachers?[teacher] ?? this;
        string known = count == 1 ? "is only teacher 0" : $"are teachers 0 to {count - 1}";
        throw new ConfigurationException($"The match {match} names teacher {teacher}, and there {known}.");
    }

    /// <summary>These signals with other tensors, feature by feature, those of an ensemble's teachers included.</summary>
    /// <param name="change">Gives the new tensors of a feature; null: it is left out.</param>
    internal Signals Select(Func<Feature, SignalList, SignalList?> change)
    {
        Signals changed = new() { Teachers = Teachers is null ? null : [.. Teachers.Select(teacher => teacher.Select(change))] };
        foreach ((Feature feature, SignalList list) in Rows) changed = changed.With(feature, change(feature, list));
        return changed;
    }

    /// <summary>
    /// What is asked of a teacher, under handles of its own outside of any dispose scope: it lives until <see cref="Dispose"/>.
    /// </summary>
    internal Signals Detach() =>
        Select(
            (feature, list) => feature.IsTeachers ? list.With([.. list.Select(tensor => tensor.alias().DetachFromDisposeScope())]) : null);

    /// <summary>These signals on a device; where all tensors are there already, these themselves.</summary>
    internal Signals To(torch.Device device) => Tensors.All(tensor => tensor.device.type == device.type)
        ? this
        : Select((_, list) => list.With([.. list.Select(tensor => tensor.to(device))]));

    /// <summary>Disposes all tensors of detached signals.</summary>
    internal void Dispose()
    {
        foreach (torch.Tensor tensor in Tensors) tensor.Dispose();
    }
}
