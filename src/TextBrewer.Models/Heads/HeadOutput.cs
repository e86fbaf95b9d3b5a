using TextBrewer.Models.Encoders;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>What a head gives, and what the encoder below it gave.</summary>
/// <param name="All">The logits; a question answerer gives two, of starts and of ends.</param>
/// <param name="Encoder">What the encoder gave.</param>
public sealed record HeadOutput(IReadOnlyList<Tensor> All, EncoderOutput Encoder)
{
    /// <summary>The logits of a head that gives one tensor of them; a question answerer's are those of starts.</summary>
    public Tensor Logits => All[0];
}
