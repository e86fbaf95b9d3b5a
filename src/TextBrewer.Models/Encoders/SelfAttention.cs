using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>Queries, keys and values, and the attention between them, with an output layer where the checkpoint has it here.</summary>
internal sealed class SelfAttention : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    // Fields that hold modules would be registered a second time, under their own names.
    private readonly Parts _parts;

    private readonly MultiHeadAttention _attention;

    /// <param name="config">The encoder's configuration.</param>
    /// <param name="query">The checkpoint's name of the layer that makes queries.</param>
    /// <param name="key">Its name of the one that makes keys.</param>
    /// <param name="value">Its name of the one that makes values.</param>
    /// <param name="output">Its name of the output layer; null: that one stands elsewhere.</param>
    /// <param name="positions">What attention knows of positions, from the layers that make queries and keys; null: nothing.</param>
    internal SelfAttention(
        EncoderConfig config,
        string query,
        string key,
        string value,
        string? output = null,
        Func<Linear, Linear, AttentionPositions>? positions = null) : base("attention")
    {
        _parts = new Parts(Add(query), Add(key), Add(value), output is null ? null : Add(output));
        _attention = new MultiHeadAttention(
            config.NumAttentionHeads,
            config.AttentionProbsDropoutProb,
            positions?.Invoke(_parts.Query, _parts.Key));

        Linear Add(string name)
        {
            Linear layer = nn.Linear(config.HiddenSize, config.HiddenSize);
            register_module(name, layer);
            return layer;
        }
    }

    /// <param name="hidden">(batch, length, width)</param>
    /// <param name="keep">(batch, 1, 1, length), true at real positions.</param>
    /// <param name="outputs">Collects what was asked for.</param>
    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs)
    {
        (Tensor query, Tensor key, Tensor value) = (_parts.Query.call(hidden), _parts.Key.call(hidden), _parts.Value.call(hidden));
        Tensor mixed = _attention.Mix(query, key, value, keep, training, outputs); // (batch, length, width)
        return _parts.Output is null ? mixed : _parts.Output.call(mixed);
    }

    private sealed record Parts(Linear Query, Linear Key, Linear Value, Linear? Output);
}
