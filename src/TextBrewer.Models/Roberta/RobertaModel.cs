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
public sealed class RobertaModel : Encoder
{
    [ComponentName(Name = "embeddings")]
    private readonly BertEmbeddings _embeddings;

    [ComponentName(Name = "encoder")]
    private readonly BertEncoder _encoder;

    [ComponentName(Name = "pooler")]
    private readonly BertPooler? _pooler;

    private readonly int _padding;

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal RobertaModel(EncoderConfig config, bool pooler) : base(config)
    {
        _padding = config.PadTokenId ?? 1;
        _embeddings = new BertEmbeddings(config, paddingPosition: _padding);
        _encoder = new BertEncoder(config);
        if (pooler) _pooler = new BertPooler(config);
        RegisterComponents();
    }

    internal override Tensor Words => _embeddings.Words;

    /// <inheritdoc/>
    public override EncoderOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        OutputCollector outputs = new(wanted);
        Positions(ids);
        Tensor real = ids.ne(_padding).to(ScalarType.Int64); // (batch, length)
        Tensor positions = (real.cumsum(1) * real) + _padding; // (batch, length)
        Tensor embedded = _embeddings.call(ids, zeros_like(ids), positions); // (batch, length, width)
        Tensor last = _encoder.call(embedded, Keep(mask), outputs); // (batch, length, width)
        return outputs.Finish(last, _pooler?.call(last));
    }
}
