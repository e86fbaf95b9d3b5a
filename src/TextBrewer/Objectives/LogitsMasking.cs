using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Objectives;

/// <summary>Drops the positions of rank-3 logits that a mask leaves out; one mask serves several logits.</summary>
internal static class LogitsMasking
{
    internal static Tensor Select(Tensor logits, SignalList? masks, int index) =>
        Select(logits, logits, masks, index); // (positions, classes)

    /// <summary>The positions that a mask keeps of something that belongs to the logits, like their labels.</summary>
    internal static Tensor Select(Tensor values, Tensor logits, SignalList? masks, int index)
    {
        if (masks is not { Count: > 0 } || logits.dim() != 3) return values;
        if (masks.Count > 1 && index >= masks.Count) throw new ConfigurationException(
            $"The adaptor gives {masks.Count} logits masks, and there are more logits: give one mask for all, or one for each.");
        Tensor mask = masks[masks.Count == 1 ? 0 : index]; // (batch, length)
        if (!mask.shape.AsSpan().SequenceEqual(logits.shape.AsSpan()[..2]))
            throw new ConfigurationException($"A logits mask has the shape ({string.Join(", ", mask.shape)}), and its logits "
                + $"({string.Join(", ", logits.shape)}): a mask is (batch, length).");
        return values[mask.to(ScalarType.Bool)]; // (positions, …)
    }
}
