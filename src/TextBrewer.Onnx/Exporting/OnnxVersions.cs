namespace TextBrewer.Onnx.Exporting;

/// <summary>The versions that files keep to.</summary>
internal static class OnnxVersions
{
    /// <summary>
    /// The version of the file format and that of ai.onnx's operators. The portable form's are read by ONNX Runtime since 1.12 and by every
    /// converter; the others' have attention as one operator, which ONNX Runtime computes since 1.23.
    /// </summary>
    internal static (int Ir, int Operators) Of(ExportForm form) => form == ExportForm.Portable ? (8, 17) : (11, 23);
}
