using TextBrewer.Models.Deberta;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.MPNet;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Exporting;

/// <summary>Writes layers of a transformer as BERT has them.</summary>
/// <param name="model">The weights and the graph.</param>
/// <param name="config">The encoder's configuration.</param>
/// <param name="prefix">What the encoder's names begin with.</param>
/// <param name="names">How its layers are named.</param>
/// <param name="positions">The positions.</param>
internal sealed class TransformerGraph(
    WeightedGraph model,
    EncoderConfig config,
    string prefix,
    TransformerBody names,
    PositionGraph positions)
{
    private readonly AttentionGraph _attention = new(model, config);
    private readonly DisentangledGraph? _disentangled =
        names.Attention is DisentangledKind ? new(model, config, prefix, names, positions) : null;

    /// <param name="embedded">The embeddings, normalised.</param>
    /// <param name="first">Whether the first position is all that is asked for.</param>
    /// <returns>The last hidden state, (batch, length or 1, width).</returns>
    internal string Write(string embedded, bool first)
    {
        string hidden = names.Projection is { } projection && model.Has($"{prefix}{projection}.weight")
            ? model.Linear(embedded, prefix + projection)
            : embedded; // (batch, length, width)
        AttentionMask mask = Mask();
        for (int i = 0; i < config.NumHiddenLayers; i++)
        {
            bool alone = first && i == config.NumHiddenLayers - 1;
            string rows = alone ? model.First(hidden) : hidden;
            hidden = Layer(rows, hidden, alone ? mask.First : mask.All, prefix + names.LayerPrefix(i, config), alone);
        }
        return hidden;
    }

    private AttentionMask Mask() => names.Attention switch
    {
        RelativeBiasKind kind => positions.Biased($"{prefix}bias_by_distance", distance => Bias(kind, distance)),
        DisentangledKind => positions.RealPairs(),
        _ => positions.Padding(model.Form),
    };

    private Tensor Bias(RelativeBiasKind kind, Tensor distance)
    {
        Tensor table = model.Values(prefix + kind.Table).detach().cpu(); // (buckets, heads)
        return table[RelativeBias.Buckets(-distance, (int)table.shape[0])];
    }

    /// <param name="rows">The positions that are computed.</param>
    /// <param name="all">The positions that they attend to.</param>
    /// <param name="mask">What is added to the scores.</param>
    /// <param name="layer">The layer's prefix.</param>
    /// <param name="alone">Whether the first position is the only row.</param>
    private string Layer(string rows, string all, string mask, string layer, bool alone)
    {
        string[] parts = _attention.Products(rows, all, [layer + names.Query, layer + names.Key, layer + names.Value]);
        string mixed = _disentangled is null
            ? _attention.Mix(parts, mask)
            : _attention.Mix(parts, _disentangled.Mask(parts[0], parts[1], mask, layer, alone), _disentangled.Root);
        string attended = model.SumNorm(
            model.Linear(mixed, layer + names.AttentionOutput),
            rows,
            layer + names.AttentionNorm,
            config.LayerNormEps);
        string inner = model.Activation(model.Linear(attended, layer + names.Wide), config.HiddenAct);
        return model.SumNorm(model.Linear(inner, layer + names.Narrow), attended, layer + names.OutputNorm, config.LayerNormEps);
    }
}
