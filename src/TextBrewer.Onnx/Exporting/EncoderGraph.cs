using TextBrewer.Models.Architectures;
using TextBrewer.Models.Deberta;
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
    internal EncoderValues Write(EncoderInputs inputs, bool first = false)
    {
        PositionGraph positions = new(_graph, config, inputs.Mask);
        switch (_architecture.Body)
        {
            case TransformerBody names:
                string hidden = new TransformerGraph(model, config, prefix, names, positions).Write(Embeddings(inputs), first);
                return new EncoderValues(hidden, Pooled(hidden, prefix + names.Pooler));
            case PreNormBody names:
                return new EncoderValues(new PreNormGraph(model, config, prefix, names, positions).Write(Embeddings(inputs), first), null);
            case RecurrentBody names:
                return Recurrent(inputs, names);
            default:
                throw new NotSupportedException($"A '{config.ModelType}' encoder has no form in ONNX here.");
        }
    }

    /// <summary>Word and, where there are any, position and token type, summed and normalised, (batch, length, width).</summary>
    private string Embeddings(EncoderInputs inputs)
    {
        string words = model.Rows(prefix + _architecture.Embeddings.Table, inputs.Ids);
        string norm = $"{prefix}embeddings.{_architecture.Embeddings.Norm}", table = $"{prefix}embeddings.token_type_embeddings.weight";
        if (!_architecture.Positions.HasTable) return Real(model.Norm(words, norm, config.LayerNormEps), inputs.Mask);
        string positions = Positions(inputs.Ids);
        if (!model.Has(table)) return model.SumNorm(words, positions, norm, config.LayerNormEps);
        string types = _graph.Node("Gather", model.Weight(table), inputs.Types ?? _graph.Node("Mul", inputs.Ids, _graph.Scalar(0)));
        return model.SumNorm(_graph.Node("Add", words, positions), types, norm, config.LayerNormEps);
    }

    /// <summary>Embeddings, 0 at padding where the architecture has them so.</summary>
    private string Real(string embedded, string mask)
    {
        if (_architecture.Body is not TransformerBody { Attention: DisentangledKind }) return embedded;
        string real = _graph.Node("Cast", [_graph.Node("Unsqueeze", mask, _graph.Whole(2))], [GraphBuilder.Int("to", 1)]);
        return _graph.Node("Mul", embedded, real);
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

    /// <summary>The first position through a dense layer and tanh, (batch, width).</summary>
    private string? Pooled(string hidden, string layer)
    {
        if (!model.Has($"{layer}.weight")) return null;
        string first = _graph.Node("Gather", [hidden, _graph.Scalar(0)], [GraphBuilder.Int("axis", 1)]);
        return _graph.Node("Tanh", model.Linear(first, layer));
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
