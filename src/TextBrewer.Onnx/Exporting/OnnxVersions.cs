namespace TextBrewer.Onnx.Exporting;

/// <summary>The versions that the portable form keeps to: read by ONNX Runtime since 1.12 and by every converter.</summary>
internal static class OnnxVersions
{
    /// <summary>The version of the file format.</summary>
    internal const int Ir = 8;

    /// <summary>The domain of the operators that only ONNX Runtime has.</summary>
    internal const string RuntimeDomain = "com.microsoft";

    /// <summary>The version of ai.onnx's operators.</summary>
    internal const int Operators = 17;
}
