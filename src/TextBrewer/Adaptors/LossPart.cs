using static TorchSharp.torch;

namespace TextBrewer.Adaptors;

/// <summary>A mean over a process's part of a batch.</summary>
/// <param name="Value">The mean, a scalar.</param>
/// <param name="Count">What it is a mean over, a scalar that nobody has read.</param>
internal readonly record struct LossPart(Tensor Value, Tensor Count);
