using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Torch.Precision;
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
    public void Warning_of_the_engine_is_said_once_in_a_run_of_several_trainings()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        List<string> said = [];
        RecipeRun.Distill(Read(folder, "training.fp16_opt_level=O1") with { Baseline = true }, new RunHost { Say = said.Add });
        Assert.Single(said, sentence => sentence.StartsWith("Warning: fp16_opt_level", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("distillation.intermediate_matches=evenly:hidden_mse", "intermediate_matches")]
    [InlineData("distillation.emd={}", "emd")]
    public void File_as_a_teacher_that_matches_look_into_is_an_error_in_a_recipes_words(string setting, string key)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using (LoadedModel model = new(folder["teacher"])) OnnxFolder.Write(model, folder["teacher"], folder["onnx"], new RecipeExport());
        Recipe recipe = Read(
            folder,
            $"teacher.model={folder["onnx", "onnx", "model.onnx"]}",
            $"tokenizer.vocabulary={folder["teacher"]}",
            "labels=[\"LABEL_0\",\"LABEL_1\",\"LABEL_2\"]",
            "student={\"config\":{\"num_hidden_layers\":1}}",
            "distillation.intermediate_matches=[]",
            setting);
        string message = Assert.Throws<ConfigurationException>(() => RecipeRun.Distill(recipe, new RunHost())).Message;
        Assert.Contains(
            $"$.teacher is 'model.onnx', a file that gives logits alone, and $.distillation.{key}",
            message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Signals", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 6, false)]
    [InlineData(5, 5, false)]
    [InlineData(8, 8, true)]
    public void Sequences_are_as_long_as_the_teachers_were_and_longer_ones_are_warned_of(int? length, int expected, bool warned)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder["teacher", "textbrewer.json"], """{ "task": "classification", "max_length": 6 }""");
        List<string> said = [];
        RecipeRun.Distill(Read(folder, $"tokenizer.max_length={(length is null ? "null" : $"{length}")}"), new RunHost { Say = said.Add });
        Assert.Equal(
            expected,
            JsonNode.Parse(File.ReadAllText(folder["run", "student", "textbrewer.json"]))!["max_length"]!.GetValue<int>());
        Assert.Equal(warned, said.Any(s => s.Contains("the teacher was trained on sequences of up to 6 tokens", StringComparison.Ordinal)));
    }

    [Fact]
    public void Sequences_are_no_longer_than_the_teachers_tokenizer_makes_them()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder["teacher", "tokenizer_config.json"], """{ "model_max_length": 12 }""");
        RecipeRun.Distill(Read(folder, "tokenizer.max_length=null"), new RunHost());
        Assert.Equal(12, JsonNode.Parse(File.ReadAllText(folder["run", "student", "textbrewer.json"]))!["max_length"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_with_a_budget_of_tokens_stopped_within_an_epoch_and_resumed_ends_with_the_same_bytes(int after)
    {
        string[] rows = [.. Enumerable.Range(1, 11).Select(i => $"{string.Join(' ', Enumerable.Repeat("good", i))}\tLABEL_{i % 2}")];
        using TemporaryFolder folder = SmallRecipe.Folder($"sentence\tlabel\n{string.Join('\n', rows)}\n");
        string[] settings = ["training.num_epochs=2", "training.batch_size=3", "training.max_tokens=16", "training.warmup=0",
            "training.gradient_accumulation_steps=2", "data.extra=[{\"path\":\"train.tsv\"}]"];
        RunResult whole = RecipeRun.Distill(Read(folder, [.. settings, "training.output_dir=whole"]), new RunHost());
        using CancellationTokenSource stop = new();
        RecipeRun.Distill(Read(folder, settings), new RunHost { Progress = _ => new StopAt(after, stop) }, stop.Token);
        Assert.Equal(whole.Steps, RecipeRun.Resume(folder["run"], new RunHost()).Steps);
        Assert.Equal(
            Sha256(folder["whole", "student", "model.safetensors"]),
            Sha256(folder["run", "student", "model.safetensors"]));
    }

    [Theory]
    [InlineData("training.max_tokens=3", "max_tokens is 3, and an example alone has 4 tokens: set max_tokens to 4 or more")]
    [InlineData("training.max_tokens=0", "$.training.max_tokens is 0; it must be at least 1.")]
    public void Budget_that_cannot_hold_is_refused_before_anything_is_written(string setting, string says)
    {
        using TemporaryFolder folder = SmallRecipe.Folder("sentence\tlabel\ngood\tLABEL_1\nbad bad\tLABEL_0\n");
        string message = Assert.Throws<ConfigurationException>(() => RecipeRun.Distill(Read(folder, setting), new RunHost())).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [InlineData("fp32", "classification")]
    [InlineData("bf16", "classification")]
    [InlineData("fp32", "tagging")]
    public void Gradient_checkpointing_ends_with_the_same_bytes_as_a_run_without_it_stopped_and_resumed_too(string precision, string kind)
    {
        Assert.SkipUnless(
            precision == "fp32" || Autocast.IsAvailable,
            "This platform's torch library has no autocast that can be reached.");
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        string[] settings =
        [
            "training.num_steps=6", "training.batch_size=1", "training.gradient_accumulation_steps=2", "training.warmup=0",
            $"training.precision={precision}", "training.learning_rate=1e-3",
            """student={"config":{"num_hidden_layers":2,"hidden_dropout_prob":0.1,"attention_probs_dropout_prob":0.1}}""",
            """distillation.intermediate_matches="evenly:hidden_mse+evenly:attention_mse" """,
        ];
        RecipeRun.Distill(Read(folder, [.. settings, "training.output_dir=plain"]), new RunHost());
        settings = [.. settings, "training.gradient_checkpointing=true"];
        RecipeRun.Distill(Read(folder, [.. settings, "training.output_dir=whole"]), new RunHost());
        using CancellationTokenSource stop = new();
        RecipeRun.Distill(Read(folder, settings), new RunHost { Progress = _ => new StopAt(3, stop) }, stop.Token);
        Assert.Equal(6, RecipeRun.Resume(folder["run"], new RunHost()).Steps);
        foreach (string run in (string[])["whole", "run"])
            foreach (string file in (string[])["student/model.safetensors", "checkpoints/gs6/optimizer.safetensors"])
                Assert.Equal(Sha256(folder["plain", file]), Sha256(folder[run, file]));
    }

    [Fact]
    public void Gradient_checkpointing_of_a_recurrent_student_is_refused_before_anything_is_written()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string message = Assert.Throws<ConfigurationException>(() => RecipeRun.Distill(
            Read(folder, "training.gradient_checkpointing=true", """student={"preset":"BiGRU"}""", "distillation.intermediate_matches=[]"),
            new RunHost())).Message;
        Assert.StartsWith("$.training.gradient_checkpointing: ", message, StringComparison.Ordinal);
        Assert.Contains("'bigru'", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
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

        // The stop saved a checkpoint of its own, with an evaluation of its own; how fast a step was is its own too.
        static IEnumerable<string> Scalars(string path) => File.ReadLines(path)
            .Where(line => !line.Contains("dev/", StringComparison.Ordinal))
            .Select(line => line.Split(",\"examples_per_second\"")[0]);
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
            "onnx/model.onnx",
            "onnx/model_int8.onnx",
            "config.json",
            "vocab.txt",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "README.md",
            "textbrewer.json" }) Assert.True(File.Exists(folder["run", "student", file]), file);
        Assert.Equal(
            Sha256(folder["run", "student", "model.safetensors"]),
            JsonNode.Parse(File.ReadAllText(folder["run", "student", "textbrewer.json"]))!["source_sha256"]!.GetValue<string>());
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
        string files = folder["run", "student", "onnx"];
        Assert.Equal(
            (onnx, int8),
            (File.Exists(Path.Combine(files, "model.onnx")), File.Exists(Path.Combine(files, "model_int8.onnx"))));
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
        Assert.True(File.Exists(folder["exported", "model", "onnx", "model_int8.onnx"]));
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
