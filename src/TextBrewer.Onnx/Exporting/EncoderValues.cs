namespace TextBrewer.Onnx.Exporting;

/// <summary>What an encoder's graph gives, by name.</summary>
/// <param name="Last">The last hidden state, (batch, length, width), or of the first position, (batch, 1, width).</param>
/// <param name="Pooled">The pooled state, (batch, width); null: the encoder has none.</param>
internal sealed record EncoderValues(string Last, string? Pooled);
