using TextBrewer.Matching;
using TorchSharp;

namespace TextBrewer.Distilling;

/// <summary>What a model's output means to a distiller. Every part is optional; a configuration that needs a missing one is an error before training.</summary>
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

    /// <summary>The classes that the labels name, below 0 where there is none: the logits' shape without its last dimension; one per logits, or one for all.</summary>
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
}
