using TextBrewer.Models.Encoders;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>A head that gives values for a whole sequence: the modules that a checkpoint names, and the way through them.</summary>
/// <param name="parts">The modules by name, dots and all.</param>
/// <param name="forward">The encoder's output and whether dropout acts → (batch, values).</param>
internal sealed class SequenceHead(IReadOnlyList<(string Name, nn.Module Module)> parts, Func<EncoderOutput, bool, Tensor> forward)
{
    /// <summary>Registers the modules in the model that the head belongs to.</summary>
    /// <param name="register">The model's own method.</param>
    /// <param name="suffix">What is added to the first part of each name.</param>
    internal void RegisterIn(Action<string, nn.Module> register, string suffix = "")
    {
        NameTree names = [];
        foreach ((string name, nn.Module module) in parts) names.Add(name, module);
        names.RegisterIn((name, module) => register(name + suffix, module), (_, _) => { });
    }

    internal Tensor Call(EncoderOutput encoder, bool training) => forward(encoder, training);

    /// <summary><c>classifier</c> over the pooled first position: BERT, and whatever has its pooler.</summary>
    internal static SequenceHead Pooled(EncoderConfig config, int count)
    {
        Linear classifier = nn.Linear(config.HiddenSize, count);
        double dropout = config.ClassifierDropout ?? config.HiddenDropoutProb;
        return new(
            [("classifier", classifier)],
            (encoder, training) => classifier.call(nn.functional.dropout(encoder.Pooled!, dropout, training)));
    }

    /// <summary>
    /// <c>classifier.dense</c>, an activation, <c>classifier.out_proj</c> over the first position: RoBERTa with tanh, ELECTRA with gelu.
    /// </summary>
    internal static SequenceHead Dense(EncoderConfig config, int count, string activation)
    {
        Linear dense = nn.Linear(config.HiddenSize, config.HiddenSize), project = nn.Linear(config.HiddenSize, count);
        Func<Tensor, Tensor> act = Activation.Of(activation);
        double dropout = config.ClassifierDropout ?? config.HiddenDropoutProb;
        return new([("classifier.dense", dense), ("classifier.out_proj", project)], (encoder, training) =>
        {
            Tensor first = nn.functional.dropout(encoder.LastHidden[.., 0], dropout, training); // (batch, width)
            return project.call(nn.functional.dropout(act(dense.call(first)), dropout, training));
        });
    }

    /// <summary><c>pre_classifier</c>, relu, <c>classifier</c> over the first position: DistilBERT.</summary>
    internal static SequenceHead PreClassified(EncoderConfig config, int count)
    {
        Linear dense = nn.Linear(config.HiddenSize, config.HiddenSize), classifier = nn.Linear(config.HiddenSize, count);
        double dropout = config.ClassifierDropout ?? config.HiddenDropoutProb;
        return new([("pre_classifier", dense), ("classifier", classifier)], (encoder, training) =>
            classifier.call(nn.functional.dropout(nn.functional.relu(dense.call(encoder.LastHidden[.., 0])), dropout, training)));
    }

    /// <summary><c>sequence_summary.summary</c>, gelu, <c>classifier</c> over the first position: ELECTRA's choices.</summary>
    internal static SequenceHead Summary(EncoderConfig config, int count)
    {
        Linear summary = nn.Linear(config.HiddenSize, config.HiddenSize), classifier = nn.Linear(config.HiddenSize, count);
        Func<Tensor, Tensor> act = Activation.Of("gelu");
        double dropout = config.ClassifierDropout ?? config.HiddenDropoutProb;
        return new([("sequence_summary.summary", summary), ("classifier", classifier)], (encoder, training) =>
            classifier.call(nn.functional.dropout(act(summary.call(encoder.LastHidden[.., 0])), dropout, training)));
    }
}
