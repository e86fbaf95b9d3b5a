using TextBrewer.Models.Bert;
using TextBrewer.Models.Encoders;
using static TorchSharp.torch;

namespace TextBrewer.Models.Roberta;

/// <summary>
/// RoBERTa's encoder (Liu et al. 2019): BERT's, with positions counted from behind the padding's and no notice of token types; checkpoint
/// names as transformers' <c>RobertaModel</c>.
/// </summary>
internal sealed class RobertaModel : BertModel
{
    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal RobertaModel(EncoderConfig config, bool pooler) : base(config, pooler, PositionCounting.BehindPadding)
    {
    }

    private protected override EncoderOutput Run(Tensor ids, Tensor mask, Tensor? types, OutputCollector outputs) =>
        base.Run(ids, mask, types: null, outputs);
}
