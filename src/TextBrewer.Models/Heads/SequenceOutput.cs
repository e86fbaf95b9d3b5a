using TextBrewer.Models.Bert;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>Logits (batch, labels) and what the encoder gave.</summary>
public sealed record SequenceOutput(Tensor Logits, EncoderOutput Encoder);
