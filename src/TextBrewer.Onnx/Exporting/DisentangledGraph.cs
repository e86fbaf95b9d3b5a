using TextBrewer.Models.Deberta;
using TextBrewer.Models.Encoders;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Exporting;

/// <summary>
/// Writes what disentangled attention adds to the scores of contents. The queries and keys of positions are constants of a layer; for each
/// pair the product of its distance is picked.
/// </summary>
/// <param name="model">The weights and the graph.</param>
/// <param name="config">The encoder's configuration.</param>
/// <param name="prefix">What the encoder's names begin with.</param>
/// <param name="names">How its layers are named.</param>
/// <param name="positions">The positions.</param>
internal sealed class DisentangledGraph(
    WeightedGraph model,
    EncoderConfig config,
    string prefix,
    TransformerBody names,
    PositionGraph positions)
{
    private readonly GraphBuilder _graph = model.Graph;
    private readonly AttentionGraph _attention = new(model, config);
    private readonly DisentangledKind _kind = (DisentangledKind)names.Attention;
    private readonly DisentangledSettings _settings = DisentangledSettings.Of(config);

    /// <summary>What products are divided by.</summary>
    internal float Root => MathF.Sqrt(config.HiddenSize / config.NumAttentionHeads * _settings.Terms);

    /// <summary>The mask of a layer: what positions add, and padding hidden.</summary>
    /// <param name="query">(batch, rows, width)</param>
    /// <param name="key">(batch, length, width)</param>
    /// <param name="padding">Which pairs are hidden, of these rows.</param>
    /// <param name="layer">The layer's prefix.</param>
    /// <param name="alone">Whether the first position is the only row.</param>
    internal string Mask(string query, string key, string padding, string layer, bool alone)
    {
        string mask = padding;
        if (_settings.ContentToPosition)
        {
            string products = _graph.Node(
                "MatMul",
                _attention.Heads(query),
                Positions(layer, names.Key, "position_keys")); // (batch, heads, rows, 2 · span)
            string places = positions.ByDistance($"{prefix}places_from_content", _settings.FromContent); // (length, length)
            mask = _graph.Node("Add", mask, Picked(products, alone ? First(places, 0) : places));
        }
        if (_settings.PositionToContent)
        {
            string products = _graph.Node(
                "MatMul",
                _attention.Heads(key),
                Positions(layer, names.Query, "position_queries")); // (batch, heads, length, 2 · span)
            string places = positions.ByDistance($"{prefix}places_from_position", _settings.FromPosition); // (length, length), by keys
            string picked = Picked(products, alone ? First(places, 1) : places); // (batch, heads, length, rows)
            mask = _graph.Node("Add", mask, _graph.Node("Transpose", [picked], [GraphBuilder.Ints("perm", 0, 1, 3, 2)]));
        }
        return mask; // (batch, heads, rows, length)
    }

    /// <summary>What a layer makes of the vectors of positions, over the root, (heads, size, 2 · span).</summary>
    private string Positions(string layer, string projection, string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor vectors = Values(prefix + _kind.Table); // (2 · span, width)
        if (_settings.HasNorm)
            vectors = nn.functional.layer_norm(
                vectors,
                [config.HiddenSize],
                Values($"{prefix}{_kind.Norm}.weight"),
                Values($"{prefix}{_kind.Norm}.bias"),
                config.LayerNormEps);
        Tensor made = nn.functional.linear(vectors, Values($"{layer}{projection}.weight"), Values($"{layer}{projection}.bias"));
        return _graph.Weight(layer + name, made.unflatten(1, config.NumAttentionHeads, -1).permute(1, 2, 0) / Root);
    }

    private Tensor Values(string name) => model.Values(name).detach().cpu().to(ScalarType.Float64);

    private string Picked(string products, string places)
    {
        string heads = _graph.Node("Shape", [products], [GraphBuilder.Int("start", 0), GraphBuilder.Int("end", 2)]);
        string pairs = _graph.Node("Shape", [places], [GraphBuilder.Int("start", 0)]);
        string shape = _graph.Node("Concat", [heads, pairs], [GraphBuilder.Int("axis", 0)]);
        return _graph.Node("GatherElements", [products, _graph.Node("Expand", places, shape)], [GraphBuilder.Int("axis", 3)]);
    }

    private string First(string places, long axis) =>
        _graph.Node("Slice", places, _graph.Whole(0), _graph.Whole(1), _graph.Whole(axis));
}
