using TorchSharp;

namespace TextBrewer.Torch.Weights;

/// <summary>Where a tensor stands in a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Offset">Its first byte, counted from the beginning of the file.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record TensorEntry(string Name, torch.ScalarType Type, long[] Shape, long Offset, long Length);
