namespace TextBrewer.Onnx.Exporting;

/// <summary>What is added to the scores of attention, by name.</summary>
/// <param name="All">Where all positions are computed, (batch, 1 or heads, 1 or length, length).</param>
/// <param name="First">Where the first one is, alone, (batch, 1 or heads, 1, length).</param>
internal sealed record AttentionMask(string All, string First);
