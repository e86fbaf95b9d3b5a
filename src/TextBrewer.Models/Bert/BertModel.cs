using TextBrewer.Models.Pretrained;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Bert;

/// <summary>BERT's encoder, with its pooler unless a head has no use for one (Devlin et al. 2019); checkpoint names as transformers' <c>BertModel</c>.</summary>
public sealed class BertModel : nn.Module
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
    public BertModel(BertConfig config, int? seed = null) : this(config, pooler: true) => RandomWeights.Fill(this, config, seed);

    private BertModel(BertConfig config, bool pooler) : base("bert")
    {
        Config = config;
        _embeddings = new BertEmbeddings(config);
        _encoder = new BertEncoder(config);
        if (pooler) _pooler = new BertPooler(config);
        RegisterComponents();
    }

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal static BertModel Unfilled(BertConfig config, bool pooler = true) => new(config, pooler);

    /// <summary>Its configuration.</summary>
    public BertConfig Config { get; }

    /// <summary>Encodes a batch.</summary>
    /// <param name="ids">Token ids, (batch, length).</param>
    /// <param name="mask">1 at real positions, 0 at padding, (batch, length).</param>
    /// <param name="types">Token types, (batch, length); null: all 0.</param>
    /// <param name="wanted">What to keep beyond the last hidden state.</param>
    /// <exception cref="InvalidDataException">An id is outside the vocabulary, or a sequence is too long.</exception>
    public EncoderOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        Tensor keep = mask.to(ScalarType.Bool).unsqueeze(1).unsqueeze(1); // (batch, 1, 1, length)
        OutputCollector outputs = new(wanted);
        Tensor embedded = _embeddings.call(ids, types ?? zeros_like(ids)); // (batch, length, width)
        Tensor last = _encoder.call(embedded, keep, outputs); // (batch, length, width)
        return outputs.Finish(last, _pooler?.call(last));
    }
}
