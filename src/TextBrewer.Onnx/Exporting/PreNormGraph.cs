using TextBrewer.Models.Encoders;
using TextBrewer.Models.ModernBert;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Exporting;

/// <summary>Writes layers of a transformer that are normalised before, with rotary positions and gated feed-forward networks.</summary>
/// <param name="model">The weights and the graph.</param>
/// <param name="config">The encoder's configuration.</param>
/// <param name="prefix">What the encoder's names begin with.</param>
/// <param name="names">How its layers are named.</param>
/// <param name="positions">The positions.</param>
internal sealed class PreNormGraph(
    WeightedGraph model,
    EncoderConfig config,
    string prefix,
    PreNormBody names,
    PositionGraph positions)
{
    private readonly GraphBuilder _graph = model.Graph;
    private readonly AttentionGraph _attention = new(model, config);
    private readonly RotaryGraph _rotary = new(model, config, prefix, positions);

    /// <param name="hidden">The embeddings, normalised.</param>
    /// <param name="first">Whether the first position is all that is asked for.</param>
    /// <returns>The last hidden state, (batch, length or 1, width).</returns>
    internal string Write(string hidden, bool first)
    {
        IReadOnlyList<string> kinds = LocalAttention.Kinds(config);
        Dictionary<string, AttentionMask> masks = kinds.Distinct().ToDictionary(kind => kind, kind => kind == LocalAttention.Local
            ? positions.Neighbourhood(LocalAttention.Reach(config))
            : positions.Padding(model.Form));
        for (int i = 0; i < config.NumHiddenLayers; i++)
        {
            bool alone = first && i == config.NumHiddenLayers - 1;
            AttentionMask mask = masks[kinds[i]];
            hidden = Layer(hidden, alone ? mask.First : mask.All, kinds[i], prefix + names.LayerPrefix(i, config), alone);
        }
        return model.Norm(hidden, prefix + names.FinalNorm, config.LayerNormEps);
    }

    /// <param name="hidden">The layer's input.</param>
    /// <param name="mask">What is added to the scores.</param>
    /// <param name="kind">Whether it sees everything.</param>
    /// <param name="layer">The layer's prefix.</param>
    /// <param name="alone">Whether the first position is all that is computed.</param>
    private string Layer(string hidden, string mask, string kind, string layer, bool alone)
    {
        string norm = layer + names.AttentionNorm;
        string all = model.Has($"{norm}.weight") ? model.Norm(hidden, norm, config.LayerNormEps) : hidden; // (batch, length, width)
        string rows = alone ? model.First(all) : all, skipped = alone ? model.First(hidden) : hidden;
        string[] parts = _attention.Products(rows, all, model.Parts(layer + names.QueryKeyValue, 3));
        double wavelengths = LocalAttention.Base(config, kind);
        // The first position does not turn.
        string query = alone ? parts[0] : _rotary.Turned(parts[0], kind, wavelengths);
        string mixed = _attention.Mix([query, _rotary.Turned(parts[1], kind, wavelengths), parts[2]], mask);
        string attended = _graph.Node("Add", skipped, model.Linear(mixed, layer + names.AttentionOutput));
        string both = model.Linear(model.Norm(attended, layer + names.FeedForwardNorm, config.LayerNormEps), layer + names.Wide);
        string[] halves = _graph.Nodes(
            "Split",
            [both, _graph.Whole(config.IntermediateSize, config.IntermediateSize)],
            2,
            GraphBuilder.Int("axis", 2));
        string gated = _graph.Node("Mul", model.Activation(halves[0], config.HiddenAct), halves[1]); // (batch, rows, feed-forward)
        return _graph.Node("Add", attended, model.Linear(gated, layer + names.Narrow));
    }
}
