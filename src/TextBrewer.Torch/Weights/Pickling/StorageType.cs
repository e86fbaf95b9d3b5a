using static TorchSharp.torch;

namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>A storage class of PyTorch: what its elements are.</summary>
/// <param name="Scalar">The element type.</param>
/// <param name="Size">Bytes of an element.</param>
internal sealed record StorageType(ScalarType Scalar, int Size);
