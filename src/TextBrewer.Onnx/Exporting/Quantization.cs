using static TorchSharp.torch;

namespace TextBrewer.Onnx.Exporting;

/// <summary>Symmetric quantisation to int8, from −127 to 127, zero at zero.</summary>
internal static class Quantization
{
    private const int Largest = 127;

    /// <summary>A scale for each column of a weight, (in, out): values (in, out) and scales (out).</summary>
    internal static (Tensor Values, Tensor Scales) Columns(Tensor weight)
    {
        (Tensor values, Tensor scales) = Over(weight, dimension: 0);
        return (values, scales.squeeze(0));
    }

    /// <summary>A scale for each row of a table, (rows, width): values (rows, width) and scales (rows, 1).</summary>
    internal static (Tensor Values, Tensor Scales) Rows(Tensor table) => Over(table, dimension: 1);

    private static (Tensor Values, Tensor Scales) Over(Tensor weight, long dimension)
    {
        Tensor plain = weight.detach().cpu().to(ScalarType.Float32);
        // A row of zeros, like the padding's, stays one with any scale.
        Tensor scales = plain.abs().amax([dimension], keepdim: true).clamp_min(1e-12) / Largest;
        return ((plain / scales).round().clamp(-Largest, Largest).to(ScalarType.Int8), scales);
    }
}
