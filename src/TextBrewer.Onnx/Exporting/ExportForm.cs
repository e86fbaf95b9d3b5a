namespace TextBrewer.Onnx.Exporting;

/// <summary>How a model is written.</summary>
public enum ExportForm
{
    /// <summary>float32 with ai.onnx 23's attention operator, for ONNX Runtime 1.23 and later: the fastest in float32.</summary>
    Runtime,

    /// <summary>float32 with operators of ai.onnx 17 alone, for any runtime and converter.</summary>
    Portable,

    /// <summary>As <see cref="Runtime"/>, with matrix products and word embeddings in int8.</summary>
    Int8,
}
