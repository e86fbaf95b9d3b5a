using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>One vector for each example, and directions without a pole at 0.</summary>
internal static class Vectors
{
    // A sum of equal numbers is rounded, so what is left of them beside their mean is not quite 0: so many roundings are none.
    private const double Roundings = 16;

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

    /// <summary>
    /// (x − x̄) / ‖x − x̄‖ along the last dimension; 0 without gradient where all values are equal, up to rounding.
    /// </summary>
    /// <param name="vectors">The vectors, (…, width).</param>
    /// <param name="real">True at the values that count, of the same shape; null: all count.</param>
    /// <returns>The directions (…, width), 0 at what stays out, and where there is none (…, 1).</returns>
    internal static (Tensor Directions, Tensor IsFlat) CentredDirections(Tensor vectors, Tensor? real = null)
    {
        Tensor isOut = real?.logical_not() ?? zeros_like(vectors, dtype: ScalarType.Bool); // (…, width)
        Tensor count = (vectors.shape[^1] - isOut.sum(-1, keepdim: true)).clamp_min(1); // (…, 1)
        Tensor kept = vectors.masked_fill(isOut, 0); // (…, width)
        Tensor centred = (kept - kept.sum(-1, keepdim: true) / count).masked_fill(isOut, 0); // (…, width)
        Tensor norm = centred.norm(-1, keepdim: true); // (…, 1)
        Tensor flat = norm.le(kept.detach().norm(-1, keepdim: true) * (Roundings * finfo(vectors.dtype).eps)); // (…, 1)
        return ((centred / norm.masked_fill(flat, 1)).masked_fill(flat, 0), flat);
    }
}
