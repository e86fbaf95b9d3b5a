using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;

namespace TextBrewer.Onnx.Exporting;

/// <summary>Writes a head over an encoder, and its outputs.</summary>
/// <param name="model">The weights and the graph.</param>
/// <param name="config">The model's configuration.</param>
/// <param name="texts">What the encoder takes, one row a text.</param>
internal sealed class HeadGraph(WeightedGraph model, EncoderConfig config, EncoderInputs texts)
{
    private readonly GraphBuilder _graph = model.Graph;
    private readonly Architecture _architecture = Architecture.Of(config);

    /// <param name="head">The model with the head.</param>
    /// <param name="inputs">The inputs as the user gives them.</param>
    /// <param name="encoder">What the encoder gives.</param>
    internal void Write(TaskModel head, EncoderInputs inputs, EncoderValues encoder)
    {
        switch (head)
        {
            case SequenceClassifier:
                _graph.Output("logits", Sequence(_architecture.Sequence, encoder), "batch", OnnxExport.Size(config.NumLabels));
                break;
            case TokenClassifier:
                _graph.Output("logits", Layers(_architecture.Token, encoder.Last), "batch", "length", OnnxExport.Size(config.NumLabels));
                break;
            case MultipleChoice:
                string shape = _graph.Node("Shape", [inputs.Ids], [GraphBuilder.Int("start", 0), GraphBuilder.Int("end", 2)]);
                string each = Sequence(_architecture.Choice, encoder); // (batch · choices, 1)
                _graph.Output("logits", _graph.Node("Reshape", each, shape), "batch", "choices");
                break;
            case QuestionAnswerer:
                string both = Layers(_architecture.Answer, encoder.Last); // (batch, length, 2)
                foreach ((string name, long place) in new[] { ("start_logits", 0L), ("end_logits", 1L) })
                    _graph.Output(
                        name,
                        _graph.Node("Gather", [both, _graph.Scalar(place)], [GraphBuilder.Int("axis", 2)]),
                        "batch",
                        "length");
                break;
            case MaskedLanguageModel:
                _graph.Output("logits", Words(encoder.Last), "batch", "length", OnnxExport.Size(config.VocabSize));
                break;
            default:
                throw new NotSupportedException($"A {head.GetType().Name} has no form in ONNX here.");
        }
    }

    /// <summary>Whether a head reads the first position's last hidden state, and no other.</summary>
    internal bool ReadsFirstAlone(TaskModel head) =>
        (head is SequenceClassifier && _architecture.Sequence.Source(config) != SequenceSource.Mean)
        || (head is MultipleChoice && _architecture.Choice.Source(config) != SequenceSource.Mean);

    private string Sequence(HeadParts parts, EncoderValues encoder) => Layers(parts, parts.Source(config) switch
    {
        SequenceSource.Pooler => encoder.Pooled!,
        SequenceSource.First => _graph.Node("Gather", [encoder.Last, _graph.Scalar(0)], [GraphBuilder.Int("axis", 1)]),
        _ => Mean(encoder.Last),
    }); // (batch, values)

    private string Mean(string last)
    {
        string real = _graph.Node("Cast", [_graph.Node("Unsqueeze", texts.Mask, _graph.Whole(2))], [GraphBuilder.Int("to", 1)]);
        return _graph.Node("Div", Sum(_graph.Node("Mul", last, real)), Sum(real)); // (batch, width)

        string Sum(string x) => _graph.Node("ReduceSum", [x, _graph.Whole(1)], [GraphBuilder.Int("keepdims", 0)]);
    }

    private string Layers(HeadParts parts, string x)
    {
        if (parts.Dense is not null) x = model.Activation(model.Linear(x, parts.Dense), parts.Activation(config));
        if (parts.Norm is not null) x = model.Norm(x, parts.Norm, config.LayerNormEps);
        return model.Linear(x, parts.Output);
    }

    private string Words(string last)
    {
        MaskedLanguageNames names = _architecture.MaskedLanguage!(config);
        string inner = model.Activation(model.Linear(last, names.Transform), names.Activation(config));
        string guess = model.Norm(inner, names.Norm, config.LayerNormEps);
        // The words' embeddings once more, not a second copy of them.
        string words = _graph.Node(
            "Transpose",
            [model.Weight(_architecture.WordsName)],
            [GraphBuilder.Ints("perm", 1, 0)]);
        string logits = _graph.Node("MatMul", guess, words);
        return names.HasBias(config) ? _graph.Node("Add", logits, model.Weight(names.Bias)) : logits;
    }
}
