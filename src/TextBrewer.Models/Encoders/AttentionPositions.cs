using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>
/// What attention knows of where tokens stand. This one knows nothing: embeddings have said it. It holds no modules of its own, so that
/// layers can share it.
/// </summary>
internal class AttentionPositions
{
    /// <summary>Attention that is told of positions by the embeddings alone.</summary>
    internal static AttentionPositions None { get; } = new();

    /// <summary>What products of queries and keys are divided by.</summary>
    /// <param name="size">The width of a head.</param>
    internal virtual double Root(long size) => Math.Sqrt(size);

    /// <summary>Whether probabilities are computed in float32 whatever the model's type, as transformers does it.</summary>
    internal virtual bool TakesFloat32 => false;

    /// <summary>Queries or keys, turned by their positions, (batch, heads, length, size).</summary>
    internal virtual Tensor Turned(Tensor heads) => heads;

    /// <summary>What is added to the scores, (batch or 1, heads, length, length); null: nothing.</summary>
    /// <param name="query">(batch, heads, length, size), turned.</param>
    /// <param name="key">(batch, heads, length, size), turned.</param>
    /// <param name="training">Whether dropout acts.</param>
    internal virtual Tensor? Bias(Tensor query, Tensor key, bool training) => null;

    /// <summary>Which keys each position sees, (batch, 1, 1 or length, length).</summary>
    /// <param name="keep">(batch, 1, 1, length), true at real positions.</param>
    internal virtual Tensor Seen(Tensor keep) => keep;
}
