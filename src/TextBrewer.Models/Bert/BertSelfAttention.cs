using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary><c>attention.self</c>: queries, keys and values, and the attention between them.</summary>
internal sealed class BertSelfAttention : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    [ComponentName(Name = "query")]
    private readonly Linear _query;

    [ComponentName(Name = "key")]
    private readonly Linear _key;

    [ComponentName(Name = "value")]
    private readonly Linear _value;

    private readonly MultiHeadAttention _attention;

    internal BertSelfAttention(EncoderConfig config) : base("self")
    {
        _query = nn.Linear(config.HiddenSize, config.HiddenSize);
        _key = nn.Linear(config.HiddenSize, config.HiddenSize);
        _value = nn.Linear(config.HiddenSize, config.HiddenSize);
        _attention = new MultiHeadAttention(config.NumAttentionHeads, config.AttentionProbsDropoutProb);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs) =>
        _attention.Mix(_query.call(hidden), _key.call(hidden), _value.call(hidden), keep, training, outputs); // (batch, length, width)
}
