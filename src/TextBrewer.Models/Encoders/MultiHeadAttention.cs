using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>
/// Scaled dot-product attention of several heads (Vaswani et al. 2017), between the layers that make queries, keys and values and the one
/// that takes the result.
/// </summary>
internal sealed class MultiHeadAttention(int heads, double dropout)
{
    // What TextBrewer and older transformers add to the scores of padded keys.
    private const double PaddedScore = -10000;

    /// <param name="query">(batch, length, width)</param>
    /// <param name="key">(batch, length, width)</param>
    /// <param name="value">(batch, length, width)</param>
    /// <param name="keep">(batch, 1, 1, length), true at real positions.</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <param name="outputs">Collects what was asked for.</param>
    internal Tensor Mix(Tensor query, Tensor key, Tensor value, Tensor keep, bool training, OutputCollector outputs)
    {
        outputs.AddQueryKeyValue(query, key, value);
        (Tensor q, Tensor k, Tensor v) = (Split(query), Split(key), Split(value)); // (batch, heads, length, width / heads)
        // The fused kernel of the CPU knows no dropout: with it torch takes the products one by one too, and draws its bits slowly.
        Tensor mixed = outputs.WantsAttention || (training && dropout > 0)
            ? Explicit(q, k, v, keep, training, outputs)
            : nn.functional.scaled_dot_product_attention(q, k, v, keep); // (batch, heads, length, width / heads)
        return mixed.transpose(1, 2).flatten(2); // (batch, length, width)
    }

    private Tensor Explicit(Tensor query, Tensor key, Tensor value, Tensor keep, bool training, OutputCollector outputs)
    {
        Tensor scores = (query / Math.Sqrt(query.size(-1))).matmul(key.transpose(-1, -2)); // (batch, heads, length, length)
        Tensor padded = keep.logical_not(); // (batch, 1, 1, length)
        Tensor probabilities = scores.masked_fill(padded, double.NegativeInfinity).softmax(-1); // (batch, heads, length, length)
        if (outputs.WantsAttention) outputs.AddAttention(scores + (padded.to(scores.dtype) * PaddedScore), probabilities);
        return Dropping.Of(probabilities, dropout, training).matmul(value); // (batch, heads, length, width / heads)
    }

    private Tensor Split(Tensor x) => x.unflatten(2, heads, -1).transpose(1, 2); // (batch, heads, length, width / heads)
}
