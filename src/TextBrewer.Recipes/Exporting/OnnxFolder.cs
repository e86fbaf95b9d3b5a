using TextBrewer.Configuration;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Recipes.Running;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Exporting;

/// <summary>An ONNX folder: <c>model.onnx</c>, <c>model_int8.onnx</c>, and everything that is needed to feed them.</summary>
public static class OnnxFolder
{
    /// <summary>The float32 model's file.</summary>
    public const string FileName = "model.onnx";

    /// <summary>The int8 model's file.</summary>
    public const string Int8Name = "model_int8.onnx";

    private const int ProbeCount = 32;

    /// <summary>Writes a model's folder as an ONNX folder, and compares what it wrote with the model.</summary>
    /// <param name="source">The model.</param>
    /// <param name="sourceFolder">Its folder.</param>
    /// <param name="output">The new folder.</param>
    /// <param name="int8">Whether an int8 model is written too.</param>
    /// <param name="portable">Whether the float32 model keeps to ai.onnx's operators, at some cost in speed.</param>
    /// <param name="data">What to compare on; null: sequences of random tokens.</param>
    /// <returns>The files by name, each with what was found.</returns>
    /// <exception cref="ConfigurationException">The folder holds an ONNX file already, not a module.</exception>
    public static IReadOnlyList<(string Name, Parity Parity)> Write(ModelFolder source, string sourceFolder, string output, bool int8 = false, bool portable = false, TaskData? data = null)
    {
        if (source.Network is not { } network) throw new ConfigurationException($"'{sourceFolder}' holds an ONNX file; export starts from a Hugging Face folder.");
        Directory.CreateDirectory(output);
        List<string> names = [FileName];
        OnnxExport.Write(network, Path.Combine(output, FileName), portable ? ExportForm.Portable : ExportForm.Runtime);
        if (int8)
        {
            names.Add(Int8Name);
            OnnxExport.Write(network, Path.Combine(output, Int8Name), ExportForm.Int8);
        }
        File.WriteAllText(Path.Combine(output, "config.json"), File.ReadAllText(Path.Combine(sourceFolder, "config.json"))); // not a copy of its protection
        source.Task.Settings.Tokenizer.SaveTo(output);
        TaskFile.Of(source.Kind, source.Task.Settings).Save(output);

        IReadOnlyList<EncodedText> inputs = data?.Inputs ?? ProbeTexts.Of(source, ProbeCount);
        IReadOnlyList<float[][]> expected = source.Outputs(inputs);
        return [.. names.Select(name =>
        {
            using OnnxTextModel model = new(Path.Combine(output, name), source.Kind.Outputs);
            return (name, Parity.Of(inputs, expected, Evaluation.Outputs(model, source.Task, inputs), data, model.Bytes));
        })];
    }
}
