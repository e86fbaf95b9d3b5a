using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>Labels as indices into the classes of logits; below 0 where a position has none.</summary>
internal static class ClassLabels
{
    /// <summary>The labels as 64-bit integers, one for each position of the logits.</summary>
    /// <exception cref="ConfigurationException">They have another shape than the positions, or name a class that the logits do not
    /// have.</exception>
    internal static Tensor Of(Tensor labels, Tensor logits)
    {
        if (!labels.shape.AsSpan().SequenceEqual(logits.shape.AsSpan()[..^1]))
            throw new ConfigurationException($"The labels have shape ({string.Join(", ", labels.shape)}) and the logits "
                + $"({string.Join(", ", logits.shape)}): Signals.Labels takes the logits' shape without its last dimension.");
        Tensor indices = labels.to(ScalarType.Int64); // (…)
        // Reading a value waits for a GPU, at every step; there torch's own assertion speaks instead.
        if (indices.device_type == DeviceType.CPU && indices.numel() > 0 && indices.max().item<long>() is long label
            && label >= logits.shape[^1])
            throw new ConfigurationException($"A label is {label}, but the logits have only {logits.shape[^1]} classes, counted from 0: "
                + "give the model as many classes as the labels name, or the position a label below 0 to leave it out.");
        return indices;
    }
}
