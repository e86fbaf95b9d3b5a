using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>How far one distribution over the last dimension is from another.</summary>
internal static class Divergence
{
    /// <summary>
    /// KL(p‖q) = Σ p (log p − log q). Taken from logarithms that are finite, as log_softmax of finite logits is: then 0 · log 0 is 0.
    /// </summary>
    internal static Tensor KullbackLeibler(Tensor logP, Tensor logQ) => (logP.exp() * (logP - logQ)).sum(-1); // (…)
}
