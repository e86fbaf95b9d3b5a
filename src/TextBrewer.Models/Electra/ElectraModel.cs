using TextBrewer.Models.Bert;
using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Electra;

/// <summary>
/// ELECTRA's encoder (Clark et al. 2020): BERT's layers over embeddings that may be narrower, no pooler; checkpoint names as transformers'
/// <c>ElectraModel</c>.
/// </summary>
internal sealed class ElectraModel : Encoder
{
    [ComponentName(Name = "embeddings")]
    private readonly Embeddings _embeddings;

    [ComponentName(Name = "embeddings_project")]
    private readonly Linear? _project;

    [ComponentName(Name = "encoder")]
    private readonly TransformerStack _encoder;

    /// <summary>The names of ELECTRA's layers: BERT's, behind a projection.</summary>
    internal static TransformerBody Layers { get; } = BertModel.Layers with { Projection = "embeddings_project" };

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal ElectraModel(EncoderConfig config) : base(config, PositionCounting.FromZero)
    {
        _embeddings = new Embeddings(config, PositionCounting.FromZero);
        if (config.EmbeddingSize is { } width && width != config.HiddenSize) _project = nn.Linear(width, config.HiddenSize);
        _encoder = TransformerStack.Of(config, _ => new BertLayer(config));
        RegisterComponents();
    }

    internal override bool Pools => false;

    private protected override Embeddings Table => _embeddings;

    internal override TransformerStack? Stack => _encoder;

    private protected override EncoderOutput Run(Tensor ids, Tensor mask, Tensor? types, OutputCollector outputs)
    {
        Tensor embedded = Embed(ids, types); // (batch, length, embedding width)
        if (_project is not null) embedded = _project.call(embedded); // (batch, length, width)
        return outputs.Finish(_encoder.call(embedded, Keep(mask), outputs), pooled: null);
    }
}
