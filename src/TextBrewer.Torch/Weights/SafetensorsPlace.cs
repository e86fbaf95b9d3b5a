namespace TextBrewer.Torch.Weights;

/// <summary>Where a tensor stands in a safetensors file.</summary>
/// <param name="Entry">The tensor.</param>
/// <param name="Offset">Its first byte, counted from the beginning of the file.</param>
/// <param name="Length">Its length in bytes.</param>
internal sealed record SafetensorsPlace(TensorEntry Entry, long Offset, long Length);
