using TextBrewer.Models.Encoders;
using static TorchSharp.torch;

namespace TextBrewer.Models.ModernBert;

/// <summary>
/// Rotary positions (Su et al. 2021): queries and keys turn with their position, each pair of their numbers by a wavelength of its own, so
/// that their products know of distances alone. A local layer sees no key beyond its reach.
/// </summary>
/// <param name="wavelengths">The base of the wavelengths.</param>
/// <param name="reach">How far a position sees; null: everything.</param>
internal sealed class RotaryPositions(double wavelengths, int? reach) : AttentionPositions
{
    internal override bool TakesFloat32 => true;

    // As transformers: through float32 on the way, whatever the model's type.
    internal override Tensor Turned(Tensor heads)
    {
        (Tensor cosines, Tensor sines) = Turns(heads.size(-2), heads.size(-1), wavelengths); // (length, size)
        // Twice, for gradients are rounded on the way back, and then added.
        (Tensor straight, Tensor turned) = (heads.to(ScalarType.Float32), heads.to(ScalarType.Float32)); // (batch, heads, length, size)
        Tensor[] halves = turned.chunk(2, -1); // two of (batch, heads, length, size / 2)
        Tensor across = cat([-halves[1], halves[0]], -1); // (batch, heads, length, size)
        return ((straight * Fit(cosines)) + (across * Fit(sines))).to(heads.dtype);

        Tensor Fit(Tensor turns) => turns.to(heads.dtype).to(heads.device);
    }

    internal override Tensor Seen(Tensor keep)
    {
        if (reach is not int far) return keep;
        Tensor place = arange(keep.size(-1), device: keep.device); // (length)
        return keep.logical_and((place.unsqueeze(1) - place.unsqueeze(0)).abs().le(far)); // (batch, 1, length, length)
    }

    /// <summary>The cosines and sines of all positions, in float32 as transformers has them, (length, size).</summary>
    /// <param name="length">How many positions there are.</param>
    /// <param name="size">The width of a head.</param>
    /// <param name="wavelengths">The base of the wavelengths.</param>
    internal static (Tensor Cosines, Tensor Sines) Turns(long length, long size, double wavelengths)
    {
        Tensor exponents = arange(0, size, 2).to(ScalarType.Float32) / size; // (size / 2)
        Tensor frequencies = 1 / full_like(exponents, wavelengths).pow(exponents); // (size / 2)
        Tensor angles = arange(length).to(ScalarType.Float32).unsqueeze(1) * frequencies; // (length, size / 2)
        Tensor both = cat([angles, angles], -1); // (length, size)
        return (both.cos(), both.sin());
    }
}
