using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.DistilBert;

/// <summary>
/// DistilBERT's encoder (Sanh et al. 2019): BERT without token types and pooler, under names of its own; checkpoint names as transformers'
/// <c>DistilBertModel</c>.
/// </summary>
public sealed class DistilBertModel : Encoder
{
    [ComponentName(Name = "embeddings")]
    private readonly DistilBertEmbeddings _embeddings;

    [ComponentName(Name = "transformer")]
    private readonly DistilBertTransformer _transformer;

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal DistilBertModel(EncoderConfig config) : base(config)
    {
        _embeddings = new DistilBertEmbeddings(config);
        _transformer = new DistilBertTransformer(config);
        RegisterComponents();
    }

    internal override Tensor Words => _embeddings.Words;

    /// <inheritdoc/>
    public override EncoderOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None)
    {
        OutputCollector outputs = new(wanted);
        Tensor embedded = _embeddings.call(ids, Positions(ids)); // (batch, length, width)
        return outputs.Finish(_transformer.call(embedded, Keep(mask), outputs), pooled: null);
    }
}
