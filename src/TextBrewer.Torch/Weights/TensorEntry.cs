using TorchSharp;

namespace TextBrewer.Torch.Weights;

/// <summary>A tensor in a file of weights, before it is read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its shape.</param>
public sealed record TensorEntry(string Name, torch.ScalarType Type, long[] Shape);
