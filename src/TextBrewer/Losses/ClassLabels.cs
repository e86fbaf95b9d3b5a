using TextBrewer.Naming;
using TextBrewer.Torch.Reading;
using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>Labels as indices into the classes of logits; below 0 where a position has none.</summary>
internal static class ClassLabels
{
    /// <summary>Computes something with the labels as 64-bit integers, one for each position of the logits.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="logits">The logits (…, classes).</param>
    /// <param name="compute">Takes the labels.</param>
    /// <exception cref="ConfigurationException">
    /// They have another shape than the positions, or name a class that the logits do not have.
    /// </exception>
    internal static Tensor Use(Tensor labels, Tensor logits, Func<Tensor, Tensor> compute)
    {
        if (!labels.shape.AsSpan().SequenceEqual(logits.shape.AsSpan()[..^1]))
            throw new ConfigurationException($"The labels have shape ({string.Join(", ", labels.shape)}) and the logits "
                + $"({string.Join(", ", logits.shape)}): Signals.Labels takes the logits' shape without its last dimension.");
        long classes = logits.shape[^1];
        return IndexCheck.Explain(
            compute,
            labels.to(ScalarType.Int64), // (…)
            classes,
            (label, cause) => new ConfigurationException(
                $"A label is {label}, but the logits have only {classes} classes, counted from 0: give the model as many classes as the "
                    + "labels name, or the position a label below 0 to leave it out.",
                cause),
            lowest: long.MinValue);
    }
}
