namespace TextBrewer.Text.Files;

/// <summary>
/// Where the parts of a model's folder stand. Its ONNX files are in <c>onnx/</c>, where the Hub's programs look for them; in folders that
/// an earlier TextBrewer wrote they are at the top.
/// </summary>
internal sealed class ModelFolder
{
    /// <summary>Looks into a folder.</summary>
    /// <param name="folder">The folder, or the <c>onnx</c> in it, which means its ONNX files.</param>
    internal ModelFolder(string folder)
    {
        string inner = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
        string? outer = System.IO.Path.GetFileName(inner) == ModelFiles.OnnxFolder ? System.IO.Path.GetDirectoryName(inner) : null;
        IsNamedByOnnx = outer is not null && !Has(inner, ModelFiles.Config) && Has(outer, ModelFiles.Config);
        Path = IsNamedByOnnx ? outer! : folder;
        string own = System.IO.Path.Combine(Path, ModelFiles.OnnxFolder);
        IsFlat = !HasOnnx(own) && HasOnnx(Path);
        OnnxPath = IsFlat ? Path : own;
    }

    /// <summary>The folder that holds configuration, tokenizer and weights.</summary>
    internal string Path { get; }

    /// <summary>Whether the folder was named by the <c>onnx</c> in it.</summary>
    internal bool IsNamedByOnnx { get; }

    /// <summary>Whether the ONNX files are at the folder's top.</summary>
    internal bool IsFlat { get; }

    /// <summary>The folder of the ONNX files, whether there are any or not.</summary>
    internal string OnnxPath { get; }

    /// <summary>The float32 model, whether it is there or not.</summary>
    internal string Onnx => System.IO.Path.Combine(OnnxPath, ModelFiles.Onnx);

    /// <summary>The int8 model, whether it is there or not.</summary>
    internal string OnnxInt8 => System.IO.Path.Combine(OnnxPath, ModelFiles.OnnxInt8);

    /// <summary>
    /// Whether the float32 ONNX file is what the folder means: it was named by it, holds nothing else, or has it at its top.
    /// </summary>
    /// <param name="hasWeights">Whether it holds weights to train, which are what it means otherwise.</param>
    internal bool MeansOnnx(bool hasWeights) => File.Exists(Onnx) && (IsNamedByOnnx || IsFlat || !hasWeights);

    private static bool HasOnnx(string folder) => Has(folder, ModelFiles.Onnx) || Has(folder, ModelFiles.OnnxInt8);

    private static bool Has(string folder, string file) => File.Exists(System.IO.Path.Combine(folder, file));
}
