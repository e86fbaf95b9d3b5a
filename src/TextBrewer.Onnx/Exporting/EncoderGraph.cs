using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;

namespace TextBrewer.Onnx.Exporting;

/// <summary>Writes an encoder into a graph.</summary>
/// <param name="model">The weights and the graph.</param>
/// <param name="config">The encoder's configuration.</param>
/// <param name="prefix">What the encoder's names begin with: <c>bert.</c>, or nothing.</param>
internal sealed class EncoderGraph(WeightedGraph model, EncoderConfig config, string prefix)
{
    private readonly GraphBuilder _graph = model.Graph;
    private readonly Architecture _architecture = Architecture.Of(config);

    /// <param name="inputs">What it takes.</param>
    /// <param name="first">Whether the first position is all that is asked for: of the others a transformer's last layer then computes keys
    /// and values, and no more.</param>
    internal EncoderValues Write(EncoderInputs inputs, bool first = false) => _architecture.Body switch
    {
        TransformerBody names => Transformer(inputs, first, names),
        RecurrentBody names => Recurrent(inputs, names),
        var other => throw new NotSupportedException($"A {other.GetType().Name} has no form in ONNX here."),
    };

    private EncoderValues Transformer(EncoderInputs inputs, bool first, TransformerBody names)
    {
        string hidden = Embeddings(inputs);
        if (model.Has($"{prefix}embeddings_project.weight")) hidden = model.Linear(hidden, $"{prefix}embeddings_project");
        string padding = Padding(inputs.Mask), paddings = model.Form == ExportForm.Portable ? padding : Repeated(padding, inputs.Mask);
        for (int i = 0; i < config.NumHiddenLayers; i++)
        {
            bool alone = first && i == config.NumHiddenLayers - 1;
            string rows = alone ? _graph.Node("Slice", hidden, _graph.Whole(0), _graph.Whole(1), _graph.Whole(1)) : hidden;
            hidden = Layer(rows, hidden, alone ? padding : paddings, FormattableString.Invariant($"{prefix}{names.Prefix}{i}."), names);
        }
        return new EncoderValues(hidden, Pooled(hidden));
    }

    /// <summary>Word, position and token type, summed and normalised, (batch, length, width).</summary>
    private string Embeddings(EncoderInputs inputs)
    {
        string words = model.Rows($"{prefix}embeddings.word_embeddings.weight", inputs.Ids);
        string positions = Positions(inputs.Ids);
        string norm = $"{prefix}embeddings.LayerNorm", table = $"{prefix}embeddings.token_type_embeddings.weight";
        if (!model.Has(table)) return model.SumNorm(words, positions, norm, config.LayerNormEps);
        string types = _graph.Node("Gather", model.Weight(table), inputs.Types ?? _graph.Node("Mul", inputs.Ids, _graph.Scalar(0)));
        return model.SumNorm(_graph.Node("Add", words, positions), types, norm, config.LayerNormEps);
    }

    private string Positions(string ids)
    {
        string table = model.Weight($"{prefix}embeddings.position_embeddings.weight");
        if (_architecture.Positions.Padding(config) is int padding)
        {
            // Counted from behind the padding's, padding itself left out.
            string pad = _graph.Scalar(padding);
            string real = _graph.Node("Cast", [_graph.Node("Not", _graph.Node("Equal", ids, pad))], [GraphBuilder.Int("to", 7)]);
            string counted = _graph.Node("Mul", _graph.Node("CumSum", real, _graph.Scalar(1)), real);
            return _graph.Node("Gather", table, _graph.Node("Add", counted, pad));
        }
        string length = _graph.Node("Shape", [ids], [GraphBuilder.Int("start", 1), GraphBuilder.Int("end", 2)]);
        return _graph.Node("Slice", table, _graph.Whole(0), length, _graph.Whole(0)); // (length, width)
    }

    /// <summary>0 at real keys, a very small number at padded ones, (batch, 1, 1, length).</summary>
    private string Padding(string mask)
    {
        string real = _graph.Node("Cast", [_graph.Node("Unsqueeze", mask, _graph.Whole(1, 2))], [GraphBuilder.Int("to", 1)]);
        return _graph.Node("Mul", _graph.Node("Sub", _graph.Number(1), real), _graph.Number(float.MinValue));
    }

    /// <summary>
    /// The padding for each of the positions that look at it, (batch, 1, length, length): ONNX Runtime 1.31 takes no narrower one.
    /// </summary>
    private string Repeated(string padding, string mask)
    {
        string length = _graph.Node("Shape", [mask], [GraphBuilder.Int("start", 1)]);
        return _graph.Node(
            "Expand",
            padding,
            _graph.Node("Concat", [_graph.Whole(1, 1), length, _graph.Whole(1)], [GraphBuilder.Int("axis", 0)]));
    }

    /// <param name="rows">The positions that are computed.</param>
    /// <param name="all">The positions that they attend to.</param>
    /// <param name="padding">Which of those are padding.</param>
    /// <param name="layer">The layer's prefix.</param>
    /// <param name="names">Its layers' names.</param>
    private string Layer(string rows, string all, string padding, string layer, TransformerBody names)
    {
        string attention = model.Form == ExportForm.Portable
            ? PlainAttention(rows, all, padding, layer, names)
            : FusedAttention(rows, all, padding, layer, names);
        string attended = model.SumNorm(
            model.Linear(attention, layer + names.AttentionOutput),
            rows,
            layer + names.AttentionNorm,
            config.LayerNormEps);
        string inner = model.Activation(model.Linear(attended, layer + names.Wide), config.HiddenAct);
        return model.SumNorm(model.Linear(inner, layer + names.Narrow), attended, layer + names.OutputNorm, config.LayerNormEps);
    }

    /// <summary>
    /// Attention as one operator. In int8, queries, keys and values come from one product, so that their input is quantised once; in
    /// float32 three products are faster, for ONNX Runtime's get slower with the width of the weight.
    /// </summary>
    private string FusedAttention(string rows, string all, string padding, string layer, TransformerBody names)
    {
        string query = layer + names.Query, key = layer + names.Key, value = layer + names.Value;
        string[] parts = model.Form != ExportForm.Int8 ? [model.Linear(rows, query), model.Linear(all, key), model.Linear(all, value)]
            : rows == all ? Split(all, query, key, value)
            : [model.Linear(rows, query), .. Split(all, key, value)];
        return _graph.Node(
            "Attention",
            [.. parts, padding],
            [GraphBuilder.Int("q_num_heads", config.NumAttentionHeads), GraphBuilder.Int("kv_num_heads", config.NumAttentionHeads)]);
    }

    /// <summary>Dense layers over the same input as one product, (batch, length, width) each.</summary>
    private string[] Split(string x, params string[] layers) =>
        _graph.Nodes(
            "Split",
            [model.Linear(x, layers), _graph.Whole([.. layers.Select(_ => (long)config.HiddenSize)])],
            layers.Length,
            GraphBuilder.Int("axis", 2));

    private string PlainAttention(string rows, string all, string padding, string layer, TransformerBody names)
    {
        string query = Heads(model.Linear(rows, layer + names.Query), 0, 2, 1, 3); // (batch, heads, rows, size)
        string key = Heads(model.Linear(all, layer + names.Key), 0, 2, 3, 1); // (batch, heads, size, length)
        string value = Heads(model.Linear(all, layer + names.Value), 0, 2, 1, 3); // (batch, heads, length, size)
        string scores = _graph.Node(
            "Div",
            _graph.Node("MatMul", query, key),
            _graph.Number(MathF.Sqrt((float)config.HiddenSize / config.NumAttentionHeads)));
        string probabilities = _graph.Node("Softmax", [_graph.Node("Add", scores, padding)], [GraphBuilder.Int("axis", -1)]);
        string mixed = _graph.Node("Transpose", [_graph.Node("MatMul", probabilities, value)], [GraphBuilder.Ints("perm", 0, 2, 1, 3)]);
        // 0 keeps a size: so batch and length keep their names, and the runtime's fusions see that shapes are equal.
        return _graph.Node("Reshape", mixed, _graph.Whole(0, 0, config.HiddenSize));
    }

    private string Heads(string x, params long[] order) =>
        _graph.Node(
            "Transpose",
            [_graph.Node("Reshape", x, _graph.Whole(0, 0, config.NumAttentionHeads, config.HiddenSize / config.NumAttentionHeads))],
            [GraphBuilder.Ints("perm", order)]);

    /// <summary>The first position through a dense layer and tanh, (batch, width).</summary>
    private string? Pooled(string hidden)
    {
        if (!model.Has($"{prefix}pooler.dense.weight")) return null;
        string first = _graph.Node("Gather", [hidden, _graph.Scalar(0)], [GraphBuilder.Int("axis", 1)]);
        return _graph.Node("Tanh", model.Linear(first, $"{prefix}pooler.dense"));
    }

    private EncoderValues Recurrent(EncoderInputs inputs, RecurrentBody names)
    {
        string states = _graph.Node("Transpose", [Embeddings(inputs)], [GraphBuilder.Ints("perm", 1, 0, 2)]); // (length, batch, width)
        string real = _graph.Node(
            "Cast",
            [_graph.Node("ReduceSum", [inputs.Mask, _graph.Whole(1)], [GraphBuilder.Int("keepdims", 0)])],
            [GraphBuilder.Int("to", 6)]);
        string final = "";
        for (int i = 0; i < config.NumHiddenLayers; i++)
        {
            string[] outputs = _graph.Nodes(
                "GRU",
                [states, .. RecurrentWeights.Of(model, prefix + names.Prefix, i), real],
                2,
                GraphBuilder.Text("direction", "bidirectional"),
                GraphBuilder.Int("hidden_size", config.HiddenSize),
                GraphBuilder.Int("linear_before_reset", 1));
            // (length, 2, batch, width) → (length, batch, 2 · width)
            string sideBySide = _graph.Node("Transpose", [outputs[0]], [GraphBuilder.Ints("perm", 0, 2, 1, 3)]);
            states = _graph.Node("Reshape", sideBySide, _graph.Whole(0, 0, 2 * config.HiddenSize));
            final = outputs[1]; // (2, batch, width)
        }
        string all = _graph.Node("Transpose", [states], [GraphBuilder.Ints("perm", 1, 0, 2)]); // (batch, length, 2 · width)
        string last = model.Linear(all, prefix + names.Output); // (batch, length, width)
        string ends = _graph.Node("Transpose", [final], [GraphBuilder.Ints("perm", 1, 0, 2)]); // (batch, 2, width)
        string both = _graph.Node("Reshape", ends, _graph.Whole(0, 2 * config.HiddenSize)); // (batch, 2 · width)
        return new EncoderValues(last, model.Linear(both, prefix + names.Output));
    }
}
