using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TextBrewer.Configuration;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Training;
using TorchSharp;

namespace TextBrewer.Recipes.Tests;

/// <summary>Whole small runs.</summary>
public sealed class RecipeRunTests
{
    [Fact]
    public void Longer_run_leaves_no_more_tensors_than_a_shorter_one()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        // TorchSharp's counter keeps one for every parameter that was ever made, so two runs are compared: they differ in steps,
        // checkpoints and evaluations.
        Assert.Equal(Left(2), Left(8));

        long Left(int steps)
        {
            long before = LiveTensors.Settled();
            RunResult result = RecipeRun.Distill(Read(
                folder,
                $"training.num_steps={steps}",
                "training.ckpt_steps=1",
                $"training.output_dir=run{steps}") with
            { Baseline = true }, new RunHost());
            Assert.Equal((steps, "completed"), (result.Steps, result.Status));
            return torch.Tensor.TotalCount - before;
        }
    }

    [Fact]
    public void Stopped_run_that_is_resumed_ends_with_the_same_bytes()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RecipeRun.Distill(Read(folder, "training.num_steps=6", "training.output_dir=whole"), new RunHost());

        using CancellationTokenSource stop = new();
        RunHost host = new() { Progress = _ => new StopAt(3, stop) };
        RunResult stopped = RecipeRun.Distill(Read(folder, "training.num_steps=6"), host, stop.Token);
        Assert.Equal((3, "stopped"), (stopped.Steps, stopped.Status));
        Assert.False(Directory.Exists(folder["run", "student"]));
        RunResult resumed = RecipeRun.Resume(folder["run"], new RunHost());

        Assert.Equal((6, "completed"), (resumed.Steps, resumed.Status));
        foreach (string file in new[] { "student/model.safetensors", "student/config.json", "checkpoints/gs6/optimizer.safetensors" })
            Assert.True(File.ReadAllBytes(folder["whole", file]).AsSpan().SequenceEqual(File.ReadAllBytes(folder["run", file])), file);
        Assert.Equal(Scalars(folder["whole", "metrics.jsonl"]), Scalars(folder["run", "metrics.jsonl"]));

        // The stop saved a checkpoint of its own, with an evaluation of its own.
        static IEnumerable<string> Scalars(string path) =>
            File.ReadLines(path).Where(line => !line.Contains("dev/", StringComparison.Ordinal));
    }

    [Fact]
    public void Baseline_starts_from_the_students_weights_and_takes_as_many_steps()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RecipeRun.Distill(Read(folder, "training.num_steps=3", "training.learning_rate=1e-30") with { Baseline = true }, new RunHost());
        // With so small a learning rate the weights at the end are those of the start.
        Assert.Equal(
            File.ReadAllBytes(folder["run", "checkpoints", "gs3", "model.safetensors"]),
            File.ReadAllBytes(folder["run", "baseline", "checkpoints", "gs3", "model.safetensors"]));
    }

    [Fact]
    public void Run_ends_with_onnx_files_that_are_the_student()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RunResult result = RecipeRun.Distill(Read(folder), new RunHost());
        foreach (string file in new[] {
            "model.onnx",
            "model_int8.onnx",
            "config.json",
            "vocab.txt",
            "tokenizer_config.json",
            "textbrewer.json" }) Assert.True(File.Exists(folder["run", "onnx", file]), file);
        Assert.Equal(
            Sha256(folder["run", "student", "model.safetensors"]),
            JsonNode.Parse(File.ReadAllText(folder["run", "onnx", "textbrewer.json"]))!["source_sha256"]!.GetValue<string>());
        Assert.InRange(result.Parity!["student_onnx_fp32"].LargestDifference, 0, 1e-5);
        Assert.True(result.Parity["student_onnx_int8"].LargestDifference > result.Parity["student_onnx_fp32"].LargestDifference);
        Assert.Equal(result.Student!.Dev!.First, result.StudentOnnxFp32!.Dev!.First);
        Assert.Equal(result.Agreement!["student"], result.Agreement["student_onnx_fp32"]);
        Assert.Equal(["p50"], result.StudentOnnxInt8!.LatencyMs!.Keys);

        JsonNode saved = JsonNode.Parse(File.ReadAllText(folder["run", "result.json"]))!;
        Assert.Equal(1, saved["parity"]!["student_onnx_fp32"]!["agreement"]!.GetValue<double>());
        Assert.Equal(
            result.StudentOnnxInt8.Dev!.First["accuracy"],
            saved["student_onnx_int8"]!["dev"]!["accuracy"]!.GetValue<double>());
        Assert.Equal(result.ToJson(), RunResult.Load(folder["run"])!.ToJson());
    }

    [Theory]
    [InlineData("export={\"onnx\":false}", false, false)]
    [InlineData("export.int8=false", true, false)]
    [InlineData("export.portable=true", true, true)]
    public void Export_of_a_recipe_says_what_is_written(string setting, bool onnx, bool int8)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RunResult result = RecipeRun.Distill(Read(folder, setting), new RunHost());
        Assert.Equal(
            (onnx, int8),
            (File.Exists(folder["run", "onnx", "model.onnx"]), File.Exists(folder["run", "onnx", "model_int8.onnx"])));
        Assert.Equal((onnx, int8), (result.StudentOnnxFp32 is not null, result.StudentOnnxInt8 is not null));
    }

    [Fact]
    public void Model_that_train_trained_is_exported_where_the_recipe_says_so()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string[] alone = ["teacher=null", "student=null", "model={\"model\":\"teacher\"}"];
        Assert.Null(RecipeRun.Train(Read(folder, alone), new RunHost()).StudentOnnxFp32);
        RunResult exported = RecipeRun.Train(
            Read(folder, [.. alone, "export={}", "training.output_dir=exported"]),
            new RunHost());
        Assert.Equal(exported.Model!.Dev!.First, exported.StudentOnnxFp32!.Dev!.First);
        Assert.True(File.Exists(folder["exported", "onnx", "model_int8.onnx"]));
    }

    [Fact]
    public void Teacher_without_a_head_is_an_error()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.Copy(Golden.Path("models/bert/model.safetensors"), folder["teacher", "model.safetensors"], overwrite: true);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => RecipeRun.Distill(Read(folder), new RunHost()));
        Assert.Contains("classifier.weight", error.Message, StringComparison.Ordinal);
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(folder["recipe.json"], settings);

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private sealed class StopAt(long step, CancellationTokenSource stop) : ITrainingObserver
    {
        public void Step(StepReport report)
        {
            if (report.Step == step) stop.Cancel();
        }
    }
}
