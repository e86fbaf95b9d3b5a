using TorchSharp;

namespace TextBrewer.Onnx.Tests.Teachers;

/// <summary>A batch that a teacher and a student answer.</summary>
/// <param name="X">(batch, 4).</param>
/// <param name="Mask">(batch).</param>
internal sealed record Quiz(torch.Tensor X, torch.Tensor Mask);
