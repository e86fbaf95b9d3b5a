using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary>
/// BERT's encoder, with its pooler unless a head has no use for one (Devlin et al. 2019); checkpoint names as transformers'
/// <c>BertModel</c>.
/// </summary>
public sealed class BertModel : Encoder
{
    [ComponentName(Name = "embeddings")]
    private readonly BertEmbeddings _embeddings;

    [ComponentName(Name = "encoder")]
    private readonly BertEncoder _encoder;

    [ComponentName(Name = "pooler")]
    private readonly BertPooler? _pooler;

    /// <summary>Makes an encoder with random weights: N(0, initializer_range), biases 0, layer norms 1 and 0.</summary>
    /// <param name="config">Its configuration.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    public BertModel(EncoderConfig config, int? seed = null) : this(config, pooler: true) => RandomWeights.Fill(this, config, seed);

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal BertModel(EncoderConfig config, bool pooler) : base(config)
    {
        _embeddings = new BertEmbeddings(config);
        _encoder = new BertEncoder(config);
        if (pooler) _pooler = new BertPooler(config);
        RegisterComponents();
    }

    internal override Tensor Words => _embeddings.Words;

    /// <inheritdoc/>
    public override EncoderOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        OutputCollector outputs = new(wanted);
        Tensor embedded = _embeddings.call(ids, types ?? zeros_like(ids), Positions(ids)); // (batch, length, width)
        Tensor last = _encoder.call(embedded, Keep(mask), outputs); // (batch, length, width)
        return outputs.Finish(last, _pooler?.call(last));
    }
}
