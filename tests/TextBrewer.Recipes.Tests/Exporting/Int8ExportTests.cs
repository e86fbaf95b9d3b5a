using TextBrewer.Onnx.Exporting;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.Tests.Exporting;

/// <summary>Which layers stay in float32.</summary>
public sealed class Int8ExportTests
{
    [Fact]
    public void Metric_that_loses_too_much_is_kept_by_as_few_layers_in_float32_as_will_do()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using LoadedModel model = new(folder["teacher"]);
        SingleOrNamed<TaskData> data = new(Judged(folder, model));

        ExportedFile all = Exported(1);
        Assert.Null(all.Parity.Float32Layers);
        Assert.True(all.Parity.MetricLoss > 0, "int8 changes no decision of this model: the test shows nothing");

        List<string> said = [];
        ExportedFile kept = Exported(0, said.Add);
        Assert.Equal(0, kept.Parity.MetricLoss);
        Assert.NotEmpty(kept.Parity.Float32Layers!);
        Assert.Subset(OnnxExport.QuantizableLayers(model.Network!).ToHashSet(), kept.Parity.Float32Layers!.ToHashSet());
        Assert.Equal(2, said.Count);

        // One layer fewer is not enough.
        OnnxExport.Write(model.Network!, folder["fewer.onnx"], ExportForm.Int8, kept.Parity.Float32Layers!.SkipLast(1).ToHashSet());
        using OnnxTextModel fewer = new(folder["fewer.onnx"], model.Kind.Outputs);
        Assert.True(Evaluation.Score(fewer, model.Task, data.First).Metrics["accuracy"] < 1);

        ExportedFile Exported(double maxLoss, Action<string>? say = null) =>
            OnnxFolder.Write(model, folder["teacher"], folder["onnx"], new RecipeExport { MaxMetricLoss = maxLoss }, data, say)
                .Single(file => file.Name == ModelFiles.OnnxInt8);
    }

    [Fact]
    public void Export_without_int8_leaves_no_int8_model_of_before()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using LoadedModel model = new(folder["teacher"]);
        OnnxFolder.Write(model, folder["teacher"], folder["onnx"], new RecipeExport { Int8 = true });
        Assert.True(File.Exists(folder["onnx", "onnx", ModelFiles.OnnxInt8]));
        File.WriteAllText(folder["onnx", "notes.txt"], "a person's own");
        OnnxFolder.Write(model, folder["teacher"], folder["onnx"], new RecipeExport { Int8 = false });
        Assert.False(File.Exists(folder["onnx", "onnx", ModelFiles.OnnxInt8]));
        Assert.True(File.Exists(folder["onnx", "notes.txt"]));
        using LoadedModel exported = new(folder["onnx"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Onnx_file_of_other_weights_than_its_folders_is_refused_by_name(bool int8)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using (LoadedModel model = new(folder["teacher"]))
            OnnxFolder.Write(model, folder["teacher"], folder["onnx"], new RecipeExport { Int8 = true });
        string path = folder["onnx", ModelFiles.Task], text = File.ReadAllText(path);
        string source = System.Text.RegularExpressions.Regex.Match(text, "\"source_sha256\": \"(.+)\"").Groups[1].Value;
        File.WriteAllText(path, text.Replace(source, new string('0', source.Length), StringComparison.Ordinal));
        string message = Assert.Throws<InvalidDataException>(() => new LoadedModel(folder["onnx"], int8: int8)).Message;
        Assert.Contains(int8 ? ModelFiles.OnnxInt8 : ModelFiles.Onnx, message, StringComparison.Ordinal);
        Assert.Contains("other weights", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Onnx_folder_with_more_labels_than_its_model_has_logits_is_refused()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using (LoadedModel model = new(folder["teacher"]))
            OnnxFolder.Write(model, folder["teacher"], folder["onnx"], new RecipeExport { Int8 = false });
        string path = folder["onnx", ModelFiles.Config];
        File.WriteAllText(path, File.ReadAllText(path).Replace(
            "\"2\": \"LABEL_2\"",
            "\"2\": \"LABEL_2\", \"3\": \"LABEL_3\"",
            StringComparison.Ordinal));
        Assert.Contains(
            "3 logits",
            Assert.Throws<InvalidDataException>(() => new LoadedModel(folder["onnx"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Search_that_is_stopped_leaves_no_int8_model_that_loses_too_much()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using LoadedModel model = new(folder["teacher"]);
        SingleOrNamed<TaskData> data = new(Judged(folder, model));
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => OnnxFolder.Write(
            model,
            folder["teacher"],
            folder["onnx"],
            new RecipeExport { MaxMetricLoss = 0 },
            data,
            _ => stop.Cancel(), // "looking for the layers"
            stop.Token));
        Assert.True(File.Exists(folder["onnx", "onnx", ModelFiles.Onnx]));
        Assert.False(File.Exists(folder["onnx", "onnx", ModelFiles.OnnxInt8]));
    }

    [Fact]
    public void Layer_that_the_model_has_not_is_an_error()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using LoadedModel model = new(folder["teacher"]);
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => OnnxExport.Write(model.Network!, folder["model.onnx"], ExportForm.Int8, new HashSet<string> { "classifer" }));
        Assert.Contains("'classifer'", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["model.onnx"]));
    }

    /// <summary>Every text of one to eight words, with the label that the model itself gives it.</summary>
    private static TaskData Judged(TemporaryFolder folder, LoadedModel model)
    {
        string[] texts = [.. Enumerable.Range(1, 8).SelectMany(length => Enumerable.Range(0, 1 << length)
            .Select(bits => string.Join(' ', Enumerable.Range(0, length).Select(i => (bits >> i & 1) == 0 ? "good" : "bad"))))];
        File.WriteAllLines(folder["texts.tsv"], ["sentence\tlabel", .. texts.Select(text => $"{text}\tLABEL_0")]);
        IReadOnlyList<string> decided = model.Decide(model.Read(new RecipeTable { Path = folder["texts.tsv"] }));
        File.WriteAllLines(folder["texts.tsv"], ["sentence\tlabel", .. texts.Zip(decided, (text, label) => $"{text}\t{label}")]);
        return model.Read(new RecipeTable { Path = folder["texts.tsv"] });
    }
}
