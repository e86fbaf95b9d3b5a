using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>What an encoder gives; lists are null unless they were asked for.</summary>
/// <param name="LastHidden">The last layer's output, (batch, length, width).</param>
/// <param name="Pooled">The first position through a dense layer and tanh, (batch, width); null where the encoder has no pooler.</param>
public sealed record EncoderOutput(Tensor LastHidden, Tensor? Pooled)
{
    /// <summary>The embedding output, then each layer's output, (batch, length, width).</summary>
    public IReadOnlyList<Tensor>? Hidden { get; init; }

    /// <summary>Attention probabilities, (batch, heads, length, length), before dropout; padded keys have exactly 0.</summary>
    public IReadOnlyList<Tensor>? Attention { get; init; }

    /// <summary>QKᵀ/√d + (1 − mask) · (−10000), (batch, heads, length, length).</summary>
    public IReadOnlyList<Tensor>? AttentionScores { get; init; }

    /// <summary>Queries before the split into heads, (batch, length, width).</summary>
    public IReadOnlyList<Tensor>? Query { get; init; }

    /// <summary>Keys before the split into heads, (batch, length, width).</summary>
    public IReadOnlyList<Tensor>? Key { get; init; }

    /// <summary>Values before the split into heads, (batch, length, width).</summary>
    public IReadOnlyList<Tensor>? Value { get; init; }
}
