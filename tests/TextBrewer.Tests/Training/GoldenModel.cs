using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>A golden student or teacher, for sequences or for tokens, with its adaptor.</summary>
internal sealed class GoldenModel : IDisposable
{
    private const EncoderOutputs Everything = EncoderOutputs.HiddenStates | EncoderOutputs.AttentionProbabilities;

    private readonly Func<GoldenBatch, Signals> _call;

    internal GoldenModel(string config, string weights, bool tokens, ScalarType type = ScalarType.Float64)
    {
        EncoderConfig read = EncoderConfig.FromFile(Golden.Path(config));
        (Module, _call) = tokens ? Tokens(new TokenClassifier(read)) : Sequences(new SequenceClassifier(read));
        Module.to(type);
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path(weights));
        StateDict.Load(Module, file).ThrowIfIncomplete(weights);
    }

    internal nn.Module Module { get; }

    internal AdaptedModel<GoldenBatch> Adapted => new(Module, _call);

    internal Dictionary<string, double[]> Weights()
    {
        using var scope = NewDisposeScope();
        return Module.state_dict().ToDictionary(p => p.Key, p => Agree.Values(p.Value));
    }

    public void Dispose() => Module.Dispose();

    private static (nn.Module, Func<GoldenBatch, Signals>) Sequences(SequenceClassifier model) =>
        (model, b => Signals(b, model.Forward(b.Ids, b.Mask, null, Everything), model.Loss, logitsMask: null));

    private static (nn.Module, Func<GoldenBatch, Signals>) Tokens(TokenClassifier model) =>
        (model, b => Signals(b, model.Forward(b.Ids, b.Mask, null, Everything), model.Loss, logitsMask: b.Labels.ne(-100)));

    private static Signals Signals(GoldenBatch b, HeadOutput o, Func<Tensor, Tensor, Tensor> loss, Tensor? logitsMask) => new()
    {
        Logits = o.Logits,
        LogitsMask = logitsMask is null ? null : SignalList.FromTensor(logitsMask),
        Losses = loss(o.Logits, b.Labels),
        Hidden = o.Encoder.Hidden!.ToArray(),
        Attention = o.Encoder.Attention!.ToArray(),
        InputsMask = b.Mask,
        Labels = b.Labels,
    };
}
