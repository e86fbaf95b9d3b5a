using TextBrewer.Models.Bert;
using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Roberta;

/// <summary>
/// RoBERTa's encoder (Liu et al. 2019): BERT's layers, positions counted from behind the padding's; checkpoint names as transformers'
/// <c>RobertaModel</c>.
/// </summary>
internal sealed class RobertaModel : Encoder
{
    [ComponentName(Name = "embeddings")]
    private readonly Embeddings _embeddings;

    [ComponentName(Name = "encoder")]
    private readonly TransformerStack _encoder;

    [ComponentName(Name = "pooler")]
    private readonly BertPooler? _pooler;

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal RobertaModel(EncoderConfig config, bool pooler) : base(config, PositionCounting.BehindPadding)
    {
        _embeddings = new Embeddings(config, PositionCounting.BehindPadding);
        _encoder = new TransformerStack(config, layer => new BertLayer(layer));
        if (pooler) _pooler = new BertPooler(config);
        RegisterComponents();
    }

    private protected override Embeddings Table => _embeddings;

    /// <inheritdoc/>
    public override EncoderOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        OutputCollector outputs = new(wanted);
        Tensor last = _encoder.call(Embed(ids, types: null), Keep(mask), outputs); // (batch, length, width)
        return outputs.Finish(last, _pooler?.call(last));
    }
}
