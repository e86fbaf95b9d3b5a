using TextBrewer.Models.Bert;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Pretrained;

/// <summary>Initial weights as BERT prescribes them: N(0, initializer_range), biases 0, layer norms 1 and 0, the padding row 0.</summary>
internal static class RandomWeights
{
    internal static void Fill(nn.Module module, BertConfig config, int? seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        using Generator? generator = seed is int s ? new Generator((ulong)(uint)s) : null;
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in module.named_parameters())
        {
            if (name.EndsWith("LayerNorm.weight", StringComparison.Ordinal)) parameter.fill_(1);
            else if (name.EndsWith("bias", StringComparison.Ordinal)) parameter.zero_();
            else parameter.normal_(0, config.InitializerRange, generator);
            if (name.EndsWith("word_embeddings.weight", StringComparison.Ordinal) && config.PadTokenId is int pad) parameter[pad].zero_();
        }
    }
}
