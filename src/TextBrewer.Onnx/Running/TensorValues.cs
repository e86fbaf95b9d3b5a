using Microsoft.ML.OnnxRuntime;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Running;

/// <summary>
/// Tensors across the border of torch and ONNX Runtime, each side owning its memory: one copy of the bytes, no conversion.
/// </summary>
internal static class TensorValues
{
    /// <summary>A tensor for ONNX Runtime, in its own type, which must be one that both have.</summary>
    internal static OrtValue ToValue(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor source = tensor.detach().cpu().contiguous();
        OrtValue value = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance,
            ElementTypes.Of(tensor.dtype)!.Value,
            tensor.shape);
        if (source.numel() > 0) source.bytes.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    /// <summary>A tensor on the CPU of what ONNX Runtime made, in the same type.</summary>
    /// <exception cref="ConfigurationException">It has 2 GiB or more, which no span of .NET reaches.</exception>
    internal static Tensor ToTensor(string name, OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        if (value.GetTensorSizeInBytes() > int.MaxValue)
            throw new ConfigurationException($"The output '{name}' ({string.Join(", ", info.Shape)}) has {value.GetTensorSizeInBytes()} "
                + "bytes, and 2 GiB are the limit: give the model smaller batches.");
        Tensor tensor = empty(info.Shape, dtype: ElementTypes.Of(info.ElementDataType)!.Value);
        if (info.ElementCount > 0) value.GetTensorMutableRawData().CopyTo(tensor.bytes);
        return tensor;
    }
}
