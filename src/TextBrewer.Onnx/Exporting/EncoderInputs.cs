namespace TextBrewer.Onnx.Exporting;

/// <summary>What an encoder's graph takes, by name: (batch, length) each.</summary>
/// <param name="Ids">Token ids.</param>
/// <param name="Mask">1 at real positions.</param>
/// <param name="Types">Token types.</param>
internal sealed record EncoderInputs(string Ids, string Mask, string? Types);
