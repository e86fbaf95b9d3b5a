using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary><c>attention.self</c>: scaled dot-product attention of several heads (Vaswani et al. 2017).</summary>
internal sealed class BertSelfAttention : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    // What TextBrewer and older transformers add to the scores of padded keys.
    private const double PaddedScore = -10000;

    [ComponentName(Name = "query")]
    private readonly Linear _query;

    [ComponentName(Name = "key")]
    private readonly Linear _key;

    [ComponentName(Name = "value")]
    private readonly Linear _value;

    private readonly int _heads;
    private readonly double _dropout;

    internal BertSelfAttention(BertConfig config) : base("self")
    {
        _query = nn.Linear(config.HiddenSize, config.HiddenSize);
        _key = nn.Linear(config.HiddenSize, config.HiddenSize);
        _value = nn.Linear(config.HiddenSize, config.HiddenSize);
        (_heads, _dropout) = (config.NumAttentionHeads, config.AttentionProbsDropoutProb);
        RegisterComponents();
    }

    /// <param name="hidden">(batch, length, width)</param>
    /// <param name="keep">(batch, 1, 1, length), true at real positions.</param>
    /// <param name="outputs">Collects what was asked for.</param>
    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs)
    {
        Tensor query = _query.call(hidden); // (batch, length, width)
        Tensor key = _key.call(hidden); // (batch, length, width)
        Tensor value = _value.call(hidden); // (batch, length, width)
        outputs.AddQueryKeyValue(query, key, value);

        Tensor mixed = outputs.WantsAttention
            ? Explicit(Split(query), Split(key), Split(value), keep, outputs)
            : nn.functional.scaled_dot_product_attention(Split(query), Split(key), Split(value), keep, training ? _dropout : 0); // (batch, heads, length, width / heads)
        return mixed.transpose(1, 2).flatten(2); // (batch, length, width)
    }

    private Tensor Explicit(Tensor query, Tensor key, Tensor value, Tensor keep, OutputCollector outputs)
    {
        Tensor scores = query.matmul(key.transpose(-1, -2)) / Math.Sqrt(query.shape[^1]); // (batch, heads, length, length)
        Tensor padded = keep.logical_not(); // (batch, 1, 1, length)
        Tensor probabilities = scores.masked_fill(padded, double.NegativeInfinity).softmax(-1); // (batch, heads, length, length)
        outputs.AddAttention(scores + (padded.to(scores.dtype) * PaddedScore), probabilities);
        return nn.functional.dropout(probabilities, _dropout, training).matmul(value); // (batch, heads, length, width / heads)
    }

    private Tensor Split(Tensor x) => x.view(x.shape[0], x.shape[1], _heads, -1).transpose(1, 2); // (batch, heads, length, width / heads)
}
