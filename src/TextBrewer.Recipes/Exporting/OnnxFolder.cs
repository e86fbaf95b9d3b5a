using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Adaptors;
using TextBrewer.Models.Architectures;
using TextBrewer.Naming;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Files;
using TextBrewer.Text.Tasks;
using TextBrewer.Torch.Weights;

namespace TextBrewer.Recipes.Exporting;

/// <summary>
/// A model's folder with its ONNX files, <c>onnx/model.onnx</c> and <c>onnx/model_int8.onnx</c>, and everything that is needed to feed
/// them.
/// </summary>
public static class OnnxFolder
{
    private const int ProbeCount = 32;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Opens a model, writes its ONNX files, and compares what it wrote with the model.</summary>
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
            settings.Output ?? settings.Model.Folder,
            settings.Export,
            data,
            say,
            cancellationToken);
        return files.ToDictionary(file => file.Name, file => file.Parity);
    }

    /// <summary>Writes a model's ONNX files, and compares what it wrote with the model.</summary>
    /// <param name="source">The model.</param>
    /// <param name="sourceFolder">Its folder.</param>
    /// <param name="output">The folder that gets them in its <c>onnx</c>: the model's own, or one that then has all but the
    /// weights.</param>
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
        ModelFolder parts = new(output);
        (output, sourceFolder) = (parts.Path, new ModelFolder(sourceFolder).Path);
        Directory.CreateDirectory(output);
        bool isOwn = Path.GetFullPath(output) == Path.GetFullPath(sourceFolder);
        if (!isOwn) WriteConfig(source, sourceFolder, output);
        HubTokenizer.Save(source.Task.Settings.Tokenizer, source.Config, output);
        RemoveStale(output, source.SourceSha256, settings.Int8);
        (TaskFile.Of(source.Kind, source.Task.Settings) with { SourceSha256 = source.SourceSha256 }).Save(output);
        string onnx = Path.Combine(output, ModelFiles.OnnxFolder);
        Directory.CreateDirectory(onnx);

        SingleOrNamed<TaskData> texts = data ?? new(new ProbeData(ProbeTexts.Of(source, ProbeCount)));
        EvaluationOutputs expected = new(source.Model, source.Task, texts, cancellationToken: cancellationToken);
        List<ExportedFile> files = [];
        string path = Path.Combine(onnx, ModelFiles.Onnx);
        OnnxExport.Write(network, path, settings.Portable ? ExportForm.Portable : ExportForm.Runtime, metadata: Metadata(source));
        files.Add(Compared(path, source, texts, expected, cancellationToken));
        if (settings.Int8) files.Add(
            new Int8Export(
                source,
                Path.Combine(onnx, ModelFiles.OnnxInt8),
                settings.MaxMetricLoss,
                texts,
                expected,
                say ?? (_ => { }),
                cancellationToken).Write());
        WriteCard(source, sourceFolder, output, files);
        return files;
    }

    /// <summary>Writes the configuration, with the labels' names and the kind of problem that other programs look for.</summary>
    private static void WriteConfig(LoadedModel source, string sourceFolder, string output)
    {
        string text = File.ReadAllText(Path.Combine(sourceFolder, ModelFiles.Config)); // not a copy of its protection
        JsonObject config = JsonNode.Parse(text)!.AsObject();
        JsonNode before = config.DeepClone();
        if (config["problem_type"] is null && source.Kind.ProblemType is { } problem) config["problem_type"] = problem;
        IReadOnlyList<string> labels = source.Kind.Labels is null ? [] : source.Config.Labels;
        if (config["id2label"] is null && labels.Count > 0) config["id2label"] = new JsonObject(
            labels.Select((label, i) => KeyValuePair.Create(i.ToString(CultureInfo.InvariantCulture), (JsonNode?)label)));
        if (config["label2id"] is null && labels.Count > 0) config["label2id"] = new JsonObject(
            labels.Select((label, i) => KeyValuePair.Create(label, (JsonNode?)i)));
        File.WriteAllText(
            Path.Combine(output, ModelFiles.Config),
            JsonNode.DeepEquals(before, config) ? text : config.ToJsonString(Readable));
    }

    /// <summary>A model that has a card keeps it, and takes it along.</summary>
    private static void WriteCard(LoadedModel source, string sourceFolder, string output, IReadOnlyList<ExportedFile> files)
    {
        string own = Path.Combine(sourceFolder, ModelFiles.Card), target = Path.Combine(output, ModelFiles.Card);
        if (File.Exists(own))
        {
            if (Path.GetFullPath(own) != Path.GetFullPath(target)) File.WriteAllText(target, File.ReadAllText(own));
            return;
        }
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(sourceFolder)));
        new ModelCard
        {
            Name = name,
            Task = source.Kind.Name,
            Labels = source.Kind.Labels is null ? [] : source.Task.Settings.Labels,
            Facts = [("exported from", name), ("architecture", Architecture.Of(source.Config).Title)],
            Results = [.. files.Select(file => ($"{ModelFiles.OnnxFolder}/{file.Name}", file.Measured))],
            HasWeights = WeightsFolder.AreIn(output) && Architecture.Of(source.Config).IsKnownToTransformers,
        }.Save(output);
    }

    /// <summary>What a file says of itself.</summary>
    internal static Dictionary<string, string> Metadata(LoadedModel source) => new() { [ModelSource.Key] = source.SourceSha256 };

    /// <summary>
    /// Removes the files that would stand beside the new ones and be taken for theirs: an int8 model that is not written again, both where
    /// they are of other weights, and those that an earlier TextBrewer wrote at the top.
    /// </summary>
    private static void RemoveStale(string output, string source, bool int8)
    {
        string? before = Source(output);
        string[] stale = before != source ? [ModelFiles.Onnx, ModelFiles.OnnxInt8] : int8 ? [] : [ModelFiles.OnnxInt8];
        foreach (string name in stale) Remove(Path.Combine(output, ModelFiles.OnnxFolder, name));
        if (before is null) return; // what is at the top is another program's
        foreach (string name in (string[])[ModelFiles.Onnx, ModelFiles.OnnxInt8]) Remove(Path.Combine(output, name));
    }

    private static void Remove(string path)
    {
        if (!Directory.Exists(Path.GetDirectoryName(path))) return;
        foreach (string end in (string[])["", ".data"]) File.Delete(path + end);
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
