using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;

namespace TextBrewer.Onnx.Exporting;

/// <summary>Writes a head over an encoder, and its outputs.</summary>
internal sealed class HeadGraph(WeightedGraph model, EncoderConfig config)
{
    private readonly GraphBuilder _graph = model.Graph;

    /// <param name="head">The model with the head.</param>
    /// <param name="inputs">The inputs as the user gives them.</param>
    /// <param name="encoder">What the encoder gives.</param>
    internal void Write(TaskModel head, EncoderInputs inputs, EncoderValues encoder)
    {
        switch (head)
        {
            case SequenceClassifier:
                _graph.Output("logits", Sequence(encoder), "batch", OnnxExport.Size(config.NumLabels));
                break;
            case TokenClassifier:
                _graph.Output("logits", model.Linear(encoder.Last, "classifier"), "batch", "length", OnnxExport.Size(config.NumLabels));
                break;
            case MultipleChoice:
                string shape = _graph.Node("Shape", [inputs.Ids], [GraphBuilder.Int("start", 0), GraphBuilder.Int("end", 2)]);
                _graph.Output("logits", _graph.Node("Reshape", Sequence(encoder), shape), "batch", "choices");
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

    private string Sequence(EncoderValues encoder)
    {
        if (encoder.Pooled is not null) return model.Linear(encoder.Pooled, "classifier");
        string first = _graph.Node("Gather", [encoder.Last, _graph.Scalar(0)], [GraphBuilder.Int("axis", 1)]); // (batch, width)
        if (model.Has("pre_classifier.weight")) return model.Linear(
            _graph.Node("Relu", model.Linear(first, "pre_classifier")),
            "classifier");
        if (model.Has("sequence_summary.summary.weight")) return model.Linear(
            model.Activation(model.Linear(first, "sequence_summary.summary"), "gelu"),
            "classifier");
        return model.Linear(
            model.Activation(model.Linear(first, "classifier.dense"), config.ModelType == "roberta" ? "tanh" : "gelu"),
            "classifier.out_proj");
    }

    private string Words(string last)
    {
        (string dense, string norm, string bias) = config.ModelType switch
        {
            "roberta" => ("lm_head.dense", "lm_head.layer_norm", "lm_head.bias"),
            "electra" => ("generator_predictions.dense", "generator_predictions.LayerNorm", "generator_lm_head.bias"),
            "distilbert" => ("vocab_transform", "vocab_layer_norm", "vocab_projector.bias"),
            _ => ("cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm", "cls.predictions.bias"),
        };
        string guess = model.Norm(
            model.Activation(model.Linear(last, dense), config.ModelType == "electra" ? "gelu" : config.HiddenAct),
            norm,
            config.LayerNormEps);
        // The words' embeddings once more, not a second copy of them.
        string words = _graph.Node(
            "Transpose",
            [model.Weight($"{config.ModelType}.embeddings.word_embeddings.weight")],
            [GraphBuilder.Ints("perm", 1, 0)]);
        return _graph.Node("Add", _graph.Node("MatMul", guess, words), model.Weight(bias));
    }
}
