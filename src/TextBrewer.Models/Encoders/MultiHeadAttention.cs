using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>
/// Scaled dot-product attention of several heads (Vaswani et al. 2017), between the layers that make queries, keys and values and the one
/// that takes the result.
/// </summary>
internal sealed class MultiHeadAttention(int heads, double dropout, AttentionPositions? positions = null)
{
    // What TextBrewer and older transformers add to the scores of padded keys.
    private const double PaddedScore = -10000;

    private readonly AttentionPositions _positions = positions ?? AttentionPositions.None;

    /// <param name="query">(batch, length, width)</param>
    /// <param name="key">(batch, length, width)</param>
    /// <param name="value">(batch, length, width)</param>
    /// <param name="keep">(batch, 1, 1, length), true at real positions.</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <param name="outputs">Collects what was asked for.</param>
    internal Tensor Mix(Tensor query, Tensor key, Tensor value, Tensor keep, bool training, OutputCollector outputs)
    {
        outputs.AddQueryKeyValue(query, key, value);
        Tensor q = _positions.Turned(Split(query)), k = _positions.Turned(Split(key)), v = Split(value); // (batch, heads, length, size)
        Tensor seen = _positions.Seen(keep); // (batch, 1, 1 or length, length)
        Tensor? bias = _positions.Bias(q, k, training); // (batch or 1, heads, length, length)
        // The fused kernel of the CPU knows no dropout: with it torch takes the products one by one too, and draws its bits slowly. Nor
        // does it give gradients to what is added to the scores.
        Tensor mixed = outputs.WantsAttention || (training && dropout > 0) || bias is { requires_grad: true } || Narrows(q)
            ? Explicit(q, k, v, seen, bias, training, outputs)
            : nn.functional.scaled_dot_product_attention(Scaled(q), k, v, Mask(q, keep, seen, bias)); // (batch, heads, length, size)
        return mixed.transpose(1, 2).flatten(2); // (batch, length, width)
    }

    private Tensor Explicit(
        Tensor query,
        Tensor key,
        Tensor value,
        Tensor seen,
        Tensor? bias,
        bool training,
        OutputCollector outputs)
    {
        Tensor scores = (query / _positions.Root(query.size(-1))).matmul(key.transpose(-1, -2)); // (batch, heads, length, length)
        if (bias is not null) scores += bias;
        Tensor hidden = seen.logical_not(); // (batch, 1, 1 or length, length)
        Tensor taken = Narrows(scores) ? scores.to(ScalarType.Float32) : scores;
        Tensor probabilities = taken.masked_fill(hidden, Unseen(taken)).softmax(-1).to(scores.dtype); // (batch, heads, length, length)
        if (outputs.WantsAttention) outputs.AddAttention(scores + (hidden.to(scores.dtype) * PaddedScore), probabilities);
        return Dropping.Of(probabilities, dropout, training).matmul(value); // (batch, heads, length, size)
    }

    /// <summary>Queries as the fused kernel takes them, which divides by the root of their size.</summary>
    private Tensor Scaled(Tensor query)
    {
        long size = query.size(-1);
        return Math.Sqrt(size) is var usual && _positions.Root(size) is var root && root != usual ? query * (usual / root) : query;
    }

    /// <summary>What the fused kernel takes: true where a key is seen, or what is added to the scores.</summary>
    private static Tensor Mask(Tensor query, Tensor keep, Tensor seen, Tensor? bias)
    {
        if (bias is null && ReferenceEquals(seen, keep)) return keep;
        Tensor added = bias?.to(query.dtype) ?? zeros(1, dtype: query.dtype, device: query.device).expand(seen.shape);
        return added.masked_fill(seen.logical_not(), Unseen(query)).expand(query.shape[0], -1, query.shape[2], -1);
    }

    private bool Narrows(Tensor x) => _positions.TakesFloat32 && x.dtype == ScalarType.Float64;

    // The least number, not −∞: a position that sees nothing, padding far from all real tokens, then sees all alike, and not NaN.
    private static double Unseen(Tensor scores) => finfo(scores.dtype).min;

    private Tensor Split(Tensor x) => x.unflatten(2, heads, -1).transpose(1, 2); // (batch, heads, length, size)
}
