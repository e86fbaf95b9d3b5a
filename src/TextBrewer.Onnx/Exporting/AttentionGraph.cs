using TextBrewer.Models.Encoders;

namespace TextBrewer.Onnx.Exporting;

/// <summary>Writes the attention of a layer, as one operator or, in the portable form, as those that it consists of.</summary>
/// <param name="model">The weights and the graph.</param>
/// <param name="config">The encoder's configuration.</param>
internal sealed class AttentionGraph(WeightedGraph model, EncoderConfig config)
{
    private readonly GraphBuilder _graph = model.Graph;
    private readonly int _size = config.HiddenSize / config.NumAttentionHeads;

    /// <summary>
    /// Queries, keys and values, (batch, rows or length, width) each. In int8 they come from one product, so that their input is quantised
    /// once; in float32 three products are faster, for ONNX Runtime's get slower with the width of the weight.
    /// </summary>
    /// <param name="rows">The positions that are computed.</param>
    /// <param name="all">The positions that they attend to.</param>
    /// <param name="layers">The layers that make them.</param>
    internal string[] Products(string rows, string all, string[] layers) =>
        model.Form != ExportForm.Int8 ? [model.Linear(rows, layers[0]), model.Linear(all, layers[1]), model.Linear(all, layers[2])]
        : rows == all ? Split(all, layers)
        : [model.Linear(rows, layers[0]), .. Split(all, layers[1..])];

    /// <param name="parts">Queries, keys and values.</param>
    /// <param name="mask">What is added to the scores.</param>
    /// <param name="root">What products of queries and keys are divided by; null: √size.</param>
    /// <returns>(batch, rows, width)</returns>
    internal string Mix(string[] parts, string mask, float? root = null) =>
        model.Form == ExportForm.Portable ? Plain(parts, mask, root ?? MathF.Sqrt(_size)) : Fused(parts, mask, root);

    /// <summary>The heads of a value, (batch, rows, width) → (batch, heads, rows, size), or in another order.</summary>
    internal string Heads(string x, params long[] order) =>
        _graph.Node(
            "Transpose",
            [_graph.Node("Reshape", x, _graph.Whole(0, 0, config.NumAttentionHeads, _size))],
            [GraphBuilder.Ints("perm", order is [] ? [0, 2, 1, 3] : order)]);

    private string Fused(string[] parts, string mask, float? root) => _graph.Node(
        "Attention",
        [.. parts, mask],
        [
            GraphBuilder.Int("q_num_heads", config.NumAttentionHeads),
            GraphBuilder.Int("kv_num_heads", config.NumAttentionHeads),
            .. root is { } own ? (Schema.AttributeProto[])[GraphBuilder.Float("scale", 1 / own)] : [],
        ]);

    private string Plain(string[] parts, string mask, float root)
    {
        string query = Heads(parts[0]); // (batch, heads, rows, size)
        string key = Heads(parts[1], 0, 2, 3, 1); // (batch, heads, size, length)
        string value = Heads(parts[2]); // (batch, heads, length, size)
        string scores = _graph.Node("Div", _graph.Node("MatMul", query, key), _graph.Number(root));
        string probabilities = _graph.Node("Softmax", [_graph.Node("Add", scores, mask)], [GraphBuilder.Int("axis", -1)]);
        string mixed = _graph.Node("Transpose", [_graph.Node("MatMul", probabilities, value)], [GraphBuilder.Ints("perm", 0, 2, 1, 3)]);
        // 0 keeps a size: so batch and length keep their names, and the runtime's fusions see that shapes are equal.
        return _graph.Node("Reshape", mixed, _graph.Whole(0, 0, config.HiddenSize));
    }

    /// <summary>Dense layers over the same input as one product, (batch, length, width) each.</summary>
    private string[] Split(string x, string[] layers) =>
        _graph.Nodes(
            "Split",
            [model.Linear(x, layers), _graph.Whole([.. layers.Select(_ => (long)config.HiddenSize)])],
            layers.Length,
            GraphBuilder.Int("axis", 2));
}
