using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;

namespace TextBrewer.Onnx.Exporting;

/// <summary>Writes a head over an encoder, and its outputs.</summary>
internal sealed class HeadGraph(WeightedGraph model, EncoderConfig config)
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
                _graph.Output("logits", model.Linear(encoder.Last, "classifier"), "batch", "length", OnnxExport.Size(config.NumLabels));
                break;
            case MultipleChoice:
                string shape = _graph.Node("Shape", [inputs.Ids], [GraphBuilder.Int("start", 0), GraphBuilder.Int("end", 2)]);
                string each = Sequence(_architecture.Choice, encoder); // (batch · choices, 1)
                _graph.Output("logits", _graph.Node("Reshape", each, shape), "batch", "choices");
                break;
            case QuestionAnswerer:
                string both = model.Linear(encoder.Last, "qa_outputs"); // (batch, length, 2)
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

    private string Sequence(SequenceHeadParts parts, EncoderValues encoder)
    {
        if (parts.Dense is null) return model.Linear(encoder.Pooled!, parts.Output);
        string first = _graph.Node("Gather", [encoder.Last, _graph.Scalar(0)], [GraphBuilder.Int("axis", 1)]); // (batch, width)
        return model.Linear(model.Activation(model.Linear(first, parts.Dense), parts.Activation), parts.Output);
    }

    private string Words(string last)
    {
        MaskedLanguageNames names = _architecture.MaskedLanguage!;
        string inner = model.Activation(model.Linear(last, names.Transform), names.Activation ?? config.HiddenAct);
        string guess = model.Norm(inner, names.Norm, config.LayerNormEps);
        // The words' embeddings once more, not a second copy of them.
        string words = _graph.Node(
            "Transpose",
            [model.Weight($"{config.ModelType}.embeddings.word_embeddings.weight")],
            [GraphBuilder.Ints("perm", 1, 0)]);
        return _graph.Node("Add", _graph.Node("MatMul", guess, words), model.Weight(names.Bias));
    }
}
