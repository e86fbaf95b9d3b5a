using static TorchSharp.torch;

namespace TextBrewer.Torch.Collectives;

/// <summary>What a collective can reduce.</summary>
internal static class CollectiveValues
{
    /// <summary>Refuses a tensor that cannot be reduced where it lies.</summary>
    /// <exception cref="ArgumentException">It lies elsewhere than on the CPU, or in pieces, or has another type.</exception>
    internal static void Check(Tensor values)
    {
        if (values.device_type != TorchSharp.DeviceType.CPU || !values.is_contiguous())
            throw new ArgumentException("A tensor is reduced where it lies in one piece on the CPU.", nameof(values));
        if (values.dtype is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.Int64 or ScalarType.BFloat16 or ScalarType.Float16))
            throw new ArgumentException(Unknown(values.dtype), nameof(values));
    }

    /// <summary>What is wrong about a type.</summary>
    internal static string Unknown(ScalarType type) =>
        $"Values of {type} are not reduced: give float32, float64, int64, bfloat16 or float16.";
}
