using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Distilling;

/// <summary>Drops the positions of rank-3 logits that a mask leaves out; one mask serves several logits.</summary>
internal static class LogitsMasking
{
    internal static Tensor Select(Tensor logits, SignalList? masks, int index)
    {
        if (masks is not { Count: > 0 } || logits.dim() != 3) return logits;
        Tensor mask = masks[masks.Count == 1 ? 0 : index]; // (batch, length)
        return logits[mask.to(ScalarType.Bool)]; // (positions, classes)
    }
}
