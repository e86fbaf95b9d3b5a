using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Plain;

/// <summary>All that transformers gives with <c>output_hidden_states</c> and <c>output_attentions</c>.</summary>
/// <param name="Logits">(batch, labels)</param>
/// <param name="Hidden">The embedding output, then each layer's, (batch, length, width).</param>
/// <param name="Attentions">Each layer's probabilities, (batch, heads, length, length).</param>
internal sealed record PlainOutput(Tensor Logits, IReadOnlyList<Tensor> Hidden, IReadOnlyList<Tensor> Attentions);
