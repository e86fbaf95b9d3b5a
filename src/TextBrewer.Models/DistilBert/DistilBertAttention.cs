using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.DistilBert;

/// <summary><c>attention</c>: the same attention as BERT's, with its output layer.</summary>
internal sealed class DistilBertAttention : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    [ComponentName(Name = "q_lin")]
    private readonly Linear _query;

    [ComponentName(Name = "k_lin")]
    private readonly Linear _key;

    [ComponentName(Name = "v_lin")]
    private readonly Linear _value;

    [ComponentName(Name = "out_lin")]
    private readonly Linear _output;

    private readonly MultiHeadAttention _attention;

    internal DistilBertAttention(EncoderConfig config) : base("attention")
    {
        _query = nn.Linear(config.HiddenSize, config.HiddenSize);
        _key = nn.Linear(config.HiddenSize, config.HiddenSize);
        _value = nn.Linear(config.HiddenSize, config.HiddenSize);
        _output = nn.Linear(config.HiddenSize, config.HiddenSize);
        _attention = new MultiHeadAttention(config.NumAttentionHeads, config.AttentionProbsDropoutProb);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs) =>
        _output.call(_attention.Mix(_query.call(hidden), _key.call(hidden), _value.call(hidden), keep, training, outputs)); // (batch, length, width)
}
