using Microsoft.ML.OnnxRuntime.Tensors;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Running;

/// <summary>The element types that torch and ONNX Runtime both have, with the same bytes.</summary>
internal static class ElementTypes
{
    private static readonly Dictionary<ScalarType, TensorElementType> Both = new()
    {
        [ScalarType.Float32] = TensorElementType.Float,
        [ScalarType.Float64] = TensorElementType.Double,
        [ScalarType.Float16] = TensorElementType.Float16,
        [ScalarType.BFloat16] = TensorElementType.BFloat16,
        [ScalarType.Int64] = TensorElementType.Int64,
        [ScalarType.Int32] = TensorElementType.Int32,
        [ScalarType.Int16] = TensorElementType.Int16,
        [ScalarType.Int8] = TensorElementType.Int8,
        [ScalarType.Byte] = TensorElementType.UInt8,
        [ScalarType.Bool] = TensorElementType.Bool,
    };

    private static readonly Dictionary<TensorElementType, ScalarType> Back = Both.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>ONNX Runtime's name of a torch type; null: it has none.</summary>
    internal static TensorElementType? Of(ScalarType type) => Both.TryGetValue(type, out TensorElementType found) ? found : null;

    /// <summary>Torch's name of an ONNX type; null: it has none.</summary>
    internal static ScalarType? Of(TensorElementType type) => Back.TryGetValue(type, out ScalarType found) ? found : null;
}
