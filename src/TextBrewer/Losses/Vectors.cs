using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>One vector for each example, and directions without a pole at 0.</summary>
internal static class Vectors
{
    /// <summary>Features (batch, width) as they are; of (batch, length, width) the first position.</summary>
    internal static Tensor Of(Tensor features) => features.dim() == 3 ? features[.., 0] : features; // (batch, width)

    /// <summary>
    /// x / ‖x‖ along the last dimension. A zero vector stays 0 and gets no gradient; torch's normalize would give it 10¹² times the
    /// gradient of what follows.
    /// </summary>
    internal static Tensor Directions(Tensor vectors)
    {
        Tensor norm = vectors.norm(-1, keepdim: true); // (…, 1)
        Tensor zero = norm.eq(0); // (…, 1)
        return (vectors / norm.masked_fill(zero, 1)).masked_fill(zero, 0); // (…, width)
    }
}
