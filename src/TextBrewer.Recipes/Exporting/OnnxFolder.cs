using TextBrewer.Adaptors;
using TextBrewer.Naming;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Files;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Recipes.Exporting;

/// <summary>An ONNX folder: <c>model.onnx</c>, <c>model_int8.onnx</c>, and everything that is needed to feed them.</summary>
public static class OnnxFolder
{
    private const int ProbeCount = 32;

    /// <summary>Opens a model, writes it as an ONNX folder, and compares what it wrote with the model.</summary>
    /// <param name="settings">What is exported, to where, and what it is compared on.</param>
    /// <param name="say">Takes sentences for a person.</param>
    /// <param name="cancellationToken">Stops after the batch at hand; the files that are finished stay.</param>
    /// <returns>How near each file comes to the model, by the file's name.</returns>
    /// <exception cref="ConfigurationException">The folder holds an ONNX file already, not a module.</exception>
    public static IReadOnlyDictionary<string, Parity> Write(
        ExportSettings settings,
        Action<string>? say = null,
        CancellationToken cancellationToken = default)
    {
        using LoadedModel model = settings.Model.Open();
        KeyValuePair<string, TaskData>[] sets = [.. settings.Data.Select(table => KeyValuePair.Create(
            settings.Data.Count == 1 ? SingleOrNamed<TaskData>.Unnamed : Path.GetFileNameWithoutExtension(table.Path),
            model.Read(table, say, cancellationToken)))];
        SingleOrNamed<TaskData>? data = sets.Length == 0 ? null : new(sets);
        IReadOnlyList<ExportedFile> files = Write(
            model,
            settings.Model.Folder,
            settings.Output,
            settings.Export,
            data,
            say,
            cancellationToken);
        return files.ToDictionary(file => file.Name, file => file.Parity);
    }

    /// <summary>Writes a model's folder as an ONNX folder, and compares what it wrote with the model.</summary>
    /// <param name="source">The model.</param>
    /// <param name="sourceFolder">Its folder.</param>
    /// <param name="output">The new folder.</param>
    /// <param name="settings">What is written.</param>
    /// <param name="data">What to compare on; null: sequences of random tokens.</param>
    /// <param name="say">Takes sentences for a person.</param>
    /// <param name="cancellationToken">Stops after the batch at hand; the files that are finished stay.</param>
    /// <returns>The files, each with what was found.</returns>
    /// <exception cref="ConfigurationException">The folder holds an ONNX file already, not a module.</exception>
    public static IReadOnlyList<ExportedFile> Write(
        LoadedModel source,
        string sourceFolder,
        string output,
        RecipeExport settings,
        SingleOrNamed<TaskData>? data = null,
        Action<string>? say = null,
        CancellationToken cancellationToken = default)
    {
        if (source.Network is not { } network) throw new ConfigurationException(
            $"'{sourceFolder}' holds an ONNX file; export starts from a Hugging Face folder.");
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(output);
        string config = File.ReadAllText(Path.Combine(sourceFolder, ModelFiles.Config));
        File.WriteAllText(Path.Combine(output, ModelFiles.Config), config); // not a copy of its protection
        source.Task.Settings.Tokenizer.SaveTo(output);
        RemoveStale(output, source.SourceSha256, settings.Int8);
        (TaskFile.Of(source.Kind, source.Task.Settings) with { SourceSha256 = source.SourceSha256 }).Save(output);

        SingleOrNamed<TaskData> texts = data ?? new(new ProbeData(ProbeTexts.Of(source, ProbeCount)));
        EvaluationOutputs expected = new(source.Model, source.Task, texts, cancellationToken: cancellationToken);
        List<ExportedFile> files = [];
        string path = Path.Combine(output, ModelFiles.Onnx);
        OnnxExport.Write(network, path, settings.Portable ? ExportForm.Portable : ExportForm.Runtime, metadata: Metadata(source));
        files.Add(Compared(path, source, texts, expected, cancellationToken));
        if (settings.Int8) files.Add(
            new Int8Export(
                source,
                Path.Combine(output, ModelFiles.OnnxInt8),
                settings.MaxMetricLoss,
                texts,
                expected,
                say ?? (_ => { }),
                cancellationToken).Write());
        return files;
    }

    /// <summary>What a file says of itself.</summary>
    internal static Dictionary<string, string> Metadata(LoadedModel source) => new() { [ModelSource.Key] = source.SourceSha256 };

    /// <summary>
    /// Removes the files that would stand beside the new ones and be taken for theirs: an int8 model that is not written again, and both
    /// where they are of other weights.
    /// </summary>
    private static void RemoveStale(string output, string source, bool int8)
    {
        bool isSame = Source(output) == source;
        string[] stale = isSame && int8 ? [] : isSame ? [ModelFiles.OnnxInt8] : [ModelFiles.Onnx, ModelFiles.OnnxInt8];
        foreach (string name in stale)
            foreach (string end in (string[])["", ".data"]) File.Delete(Path.Combine(output, name + end));
    }

    private static string? Source(string output)
    {
        try
        {
            return TaskFile.Load(output)?.SourceSha256;
        }
        catch (InvalidDataException)
        {
            return null; // it is written anew
        }
    }

    /// <summary>What a file gives, beside what is expected of it.</summary>
    internal static ExportedFile Compared(
        string path,
        LoadedModel source,
        SingleOrNamed<TaskData> texts,
        EvaluationOutputs expected,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using OnnxTextModel model = new(path, source.Kind.Outputs, Path.GetFileName(path) == ModelFiles.OnnxInt8);
        EvaluationOutputs outputs = new(model, source.Task, texts, cancellationToken: cancellationToken);
        Parity parity = Parity.Of(expected, outputs, model.Bytes);
        ModelResult measured = parity.After is null ? new ModelResult(null, null, model.Bytes, null) : outputs.Measure(cancellationToken);
        return new ExportedFile(Path.GetFileName(path), parity, measured, outputs);
    }
}
