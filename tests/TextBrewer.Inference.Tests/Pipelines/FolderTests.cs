using System.Text.Json.Nodes;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Sessions;
using TextBrewer.Testing;

namespace TextBrewer.Inference.Tests.Pipelines;

/// <summary>What is wrong with a folder is said in one sentence: what, where, what to do.</summary>
public sealed class FolderTests
{
    [Fact]
    public void Int8_is_run_where_it_is_there_unless_float32_is_asked_for()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        Assert.Equal(Precision.Int8, Loaded(Precision.Auto));
        Assert.Equal(Precision.Float32, Loaded(Precision.Float32));
        File.Delete(folder["onnx", "onnx", "model_int8.onnx"]);
        Assert.Equal(Precision.Float32, Loaded(Precision.Auto));
        Assert.Contains("--int8", Assert.Throws<FileNotFoundException>(() => Loaded(Precision.Int8)).Message, StringComparison.Ordinal);

        Precision Loaded(Precision precision)
        {
            using TextClassifier classifier = new(new TextModelOptions { Folder = folder["onnx"], Precision = precision });
            return classifier.Info.Precision;
        }
    }

    [Fact]
    public void Folder_with_its_files_at_the_top_and_one_that_is_named_by_its_onnx_give_the_same_answer()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        float expected = Score(folder["onnx"]);
        Assert.Equal(expected, Score(folder["onnx", "onnx"]));
        foreach (string file in (string[])["model.onnx", "model_int8.onnx"])
            File.Move(folder["onnx", "onnx", file], folder["onnx", file]);
        Assert.Equal(expected, Score(folder["onnx"]));

        static float Score(string path)
        {
            using TextClassifier classifier = new(path);
            return classifier.Classify("a good film").Score;
        }
    }

    [Fact]
    public void Missing_folder_is_named()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(
            folder["nowhere"],
            Assert.Throws<DirectoryNotFoundException>(() => new TextClassifier(folder["nowhere"])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "textbrewer export",
            Assert.Throws<FileNotFoundException>(() => new TextClassifier(folder.Path)).Message,
            StringComparison.Ordinal);
        Assert.Contains("Folder", Assert.Throws<ArgumentException>(() => new TextClassifier("")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_of_another_task_names_the_class_that_reads_it()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-token");
        string message = Assert.Throws<InvalidDataException>(() => new TextClassifier(folder["onnx"])).Message;
        Assert.Contains("tagging", message, StringComparison.Ordinal);
        Assert.Contains(nameof(TokenTagger), message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("format", "2", "newer TextBrewer")]
    [InlineData("task", "\"summaries\"", "newer TextBrewer")]
    [InlineData("task", "null", "textbrewer.json")]
    [InlineData("labels", "[\"one\"]", "two exports")]
    [InlineData("labels", "[\"one\", \"two\", \"one\"]", "'one' twice")]
    [InlineData("labels", "[\"one\", null]", "label is null")]
    [InlineData("max_length", "null", "max_length")]
    [InlineData("max_length", "2", "5 is the least")]
    public void Wrong_value_in_textbrewer_json_is_named(string key, string value, string expected)
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        Change(folder["onnx", "textbrewer.json"], key, JsonNode.Parse(value));
        Assert.Contains(
            expected,
            Assert.Throws<InvalidDataException>(() => new TextClassifier(folder["onnx"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Vocabulary_of_another_model_is_refused()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        Change(folder["onnx", "config.json"], "vocab_size", 10);
        Assert.Contains(
            "vocabulary",
            Assert.Throws<InvalidDataException>(() => new TextClassifier(folder["onnx"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_model_is_named()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        File.WriteAllBytes(folder["onnx", "onnx", "model_int8.onnx"], File.ReadAllBytes(folder["onnx", "onnx", "model_int8.onnx"])[..^500]);
        Assert.Contains(
            "model_int8.onnx",
            Assert.Throws<InvalidDataException>(() => new TextClassifier(folder["onnx"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Model_with_other_outputs_is_refused()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-qa");
        Change(folder["onnx", "textbrewer.json"], "task", "classification");
        string message = Assert.Throws<InvalidDataException>(() => new TextClassifier(folder["onnx"])).Message;
        Assert.Contains("no output 'logits'", message, StringComparison.Ordinal);
        Assert.Contains("start_logits", message, StringComparison.Ordinal);
    }

    private static void Change(string path, string key, JsonNode? value)
    {
        JsonObject json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        json[key] = value;
        File.WriteAllText(path, json.ToJsonString());
    }
}
