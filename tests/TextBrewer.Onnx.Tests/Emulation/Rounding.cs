using static TorchSharp.torch;

namespace TextBrewer.Onnx.Tests.Emulation;

/// <summary>
/// ONNX's <c>DynamicQuantizeLinear</c> in float32: scale = (max(x, 0) − min(x, 0)) / 255, zero point = −min(x, 0) / scale and
/// y = x / scale + zero point, rounded half to even and saturated to 0 … 255. Ties are noted, and those that are named go the other way.
/// </summary>
/// <param name="turned">The ties that are rounded to the other side.</param>
internal sealed class Rounding(IReadOnlySet<Tie> turned)
{
    /// <summary>How far from the middle a value counts as a tie: 8 units in the last place of float32 between 128 and 255.</summary>
    internal const double Width = 8.0 / (1 << 16);

    private const int Most = byte.MaxValue;

    private readonly Dictionary<Tie, float> _ties = [];

    /// <summary>The ties that were met, in their order, with the quotients that were to be rounded.</summary>
    internal IReadOnlyDictionary<Tie, float> Ties => _ties;

    /// <summary>Values, scale and zero point.</summary>
    internal (Tensor Values, Tensor Scale, Tensor Zero) Quantize(string node, Tensor x)
    {
        float[] values = [.. x.to(ScalarType.Float32).contiguous().data<float>()];
        float smallest = Math.Min(values.Min(), 0), largest = Math.Max(values.Max(), 0);
        float scale = largest == smallest ? 1 : (largest - smallest) / Most;
        float zero = Math.Clamp(MathF.Round(-smallest / scale, MidpointRounding.ToEven), 0, Most);
        double[] quantised = [.. values.Select((value, i) => (double)Math.Clamp(Round(new Tie(node, i), value / scale) + zero, 0, Most))];
        return (tensor(quantised, x.shape), tensor((double)scale), tensor((double)zero));
    }

    private float Round(Tie tie, float quotient)
    {
        float nearest = MathF.Round(quotient, MidpointRounding.ToEven);
        if (Math.Abs(Math.Abs(quotient - nearest) - 0.5) > Width) return nearest;
        _ties.Add(tie, quotient);
        if (!turned.Contains(tie)) return nearest;
        return nearest > quotient ? nearest - 1 : nearest + 1;
    }
}
