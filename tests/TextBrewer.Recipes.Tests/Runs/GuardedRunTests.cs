using System.Text.Json.Nodes;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Torch.Files;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Runs that diverge, are resumed with something else, share a folder, or teach nothing.</summary>
public sealed class GuardedRunTests : IDisposable
{
    private const string Data = "sentence\tlabel\ngood\tLABEL_1\nbad\tLABEL_0\ngood good\tLABEL_1\nbad good\tLABEL_0\nbad bad\tLABEL_1\n";

    private readonly TemporaryFolder _folder = SmallRecipe.Folder(Data);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Defect_run_that_diverged_was_called_completed_and_its_int8_model_the_winner()
    {
        RunResult result = Distill("training.learning_rate=1e30", "training.num_steps=40", "training.warmup=0");
        Assert.Equal("diverged", result.Status);
        Assert.Contains(result.Warnings!, warning => warning.StartsWith("The training diverged at step ", StringComparison.Ordinal));
        Assert.Contains(result.Warnings!, warning => warning.Contains("of the 1 examples train.tsv ", StringComparison.Ordinal));
        Assert.Equal((null, null, null), (result.Student, result.StudentOnnxFp32, result.Parity));
        Assert.False(Directory.Exists(_folder["run", "student"]));
        string page = File.ReadAllText(_folder["run", RunFileNames.Report]);
        Assert.Contains("This run diverged.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("winner", page, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("order")]
    [InlineData("labels")]
    [InlineData("teacher")]
    [InlineData("vocabulary")]
    [InlineData("dev")]
    [InlineData("training.learning_rate")]
    [InlineData("training.seed")]
    [InlineData("training.threads")]
    public void Defect_what_changed_between_stop_and_resume_went_unsaid(string what)
    {
        File.WriteAllText(_folder["dev.tsv"], Data);
        Stop(3, "training.num_steps=6", "data.dev.path=dev.tsv");
        string named = Change(what);
        string message = Assert.Throws<ConfigurationException>(() => RecipeRun.Resume(_folder["run"], new RunHost())).Message;
        Assert.Contains($"{named} was ", message, StringComparison.Ordinal);
        Assert.Contains("--force", message, StringComparison.Ordinal);
        List<string> said = [];
        Assert.Equal("completed", RecipeRun.Resume(_folder["run"], new RunHost { Say = said.Add }, force: true).Status);
        Assert.Contains(said, sentence => sentence.StartsWith("Warning: The run goes on although", StringComparison.Ordinal)
            && sentence.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void Folder_that_was_moved_with_all_it_needs_is_resumed()
    {
        Stop(3, "training.num_steps=6", "data.extra=[{\"path\":\"train.tsv\",\"labelled\":false}]");
        foreach (string file in Directory.GetFiles(_folder["run"], "recipe.json"))
            File.WriteAllText(file, File.ReadAllText(file).Replace("train.tsv", "moved.tsv", StringComparison.Ordinal));
        File.Move(_folder["train.tsv"], _folder["moved.tsv"]);
        Assert.Equal("completed", RecipeRun.Resume(_folder["run"], new RunHost()).Status);
    }

    [Fact]
    public void Folder_that_another_process_works_in_is_refused_to_distill_and_resume_and_keeps_its_files()
    {
        Stop(3, "training.num_steps=6");
        byte[] recipe = File.ReadAllBytes(_folder["run", "recipe.json"]);
        using (FolderLock.Take(_folder["run"]))
        {
            Assert.Throws<IOException>(() => Distill("training.num_steps=9"));
            Assert.Throws<IOException>(() => RecipeRun.Resume(_folder["run"], new RunHost()));
        }
        Assert.Equal(recipe, File.ReadAllBytes(_folder["run", "recipe.json"]));
        Assert.Equal("completed", RecipeRun.Resume(_folder["run"], new RunHost()).Status);
    }

    [Fact]
    public void Damaged_newest_checkpoint_is_named_and_the_one_before_is_gone_on_with()
    {
        RunResult whole = Distill("training.num_steps=8", "training.ckpt_steps=2", "training.output_dir=whole");
        Stop(7, "training.num_steps=8", "training.ckpt_steps=2");
        string newest = Checkpoint.Newest(_folder["run"])!;
        using (FileStream file = new(Path.Combine(newest, "random.safetensors"), FileMode.Open))
        {
            file.Position = 200;
            file.WriteByte(0);
            file.WriteByte(0xff);
        }
        List<string> said = [];
        RunResult resumed = RecipeRun.Resume(_folder["run"], new RunHost { Say = said.Add });
        Assert.Contains(said, sentence => sentence.Contains(Path.Combine(newest, "random.safetensors"), StringComparison.Ordinal));
        Assert.Equal(whole.Best, resumed.Best);
        Assert.Equal(
            File.ReadAllBytes(_folder["whole", "student", "model.safetensors"]),
            File.ReadAllBytes(_folder["run", "student", "model.safetensors"]));
    }

    [Fact]
    public void Evaluations_while_training_look_at_a_sample_and_the_result_at_all()
    {
        RunResult result = Distill("training.max_eval_samples=1", "training.num_steps=2", "training.ckpt_steps=1");
        double[] sampled = [.. File.ReadLines(_folder["run", "metrics.jsonl"]).Select(line => JsonNode.Parse(line)!["dev/accuracy"])
            .OfType<JsonNode>().Select(value => value.GetValue<double>())];
        Assert.Equal(2, sampled.Length);
        Assert.All(sampled, value => Assert.Contains(value, new[] { 0.0, 1.0 }));
        Assert.Contains(result.Student!.Dev!.First["accuracy"], new[] { 0.2, 0.4, 0.6, 0.8 });
    }

    [Fact]
    public void Best_evaluation_stands_in_the_result_and_its_model_is_the_student()
    {
        RunResult result = Distill(
            "training.num_steps=12",
            "training.eval_steps=1",
            "training.learning_rate=0.05",
            "training.warmup=0",
            "training.metric_for_best_model=accuracy");
        double[] all = [.. File.ReadLines(_folder["run", "metrics.jsonl"]).Select(line => JsonNode.Parse(line)!["dev/accuracy"])
            .OfType<JsonNode>().Select(value => value.GetValue<double>())];
        Assert.Equal(12, all.Length);
        Assert.Equal(new BestStep(Array.IndexOf(all, all.Max()) + 1, "accuracy", all.Max()), result.Best);
        Assert.Equal(all.Max(), result.Student!.Dev!.First["accuracy"]);
    }

    [Theory]
    [InlineData("training.metric_for_best_model=f1_macro", "f1_macro")]
    [InlineData("training.eval_steps=0", "$.training.eval_steps")]
    public void Evaluation_setting_that_cannot_be_met_is_an_error_before_the_first_step(string setting, string named)
    {
        string message = Assert.Throws<ConfigurationException>(() => Distill(setting)).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void Evaluation_setting_without_a_dev_set_is_an_error_in_the_recipes_words()
    {
        JsonObject recipe = JsonNode.Parse(File.ReadAllText(_folder["recipe.json"]))!.AsObject();
        recipe["data"]!.AsObject().Remove("dev");
        File.WriteAllText(_folder["recipe.json"], recipe.ToJsonString());
        string[] settings = ["training.early_stopping_patience=2", "data.dev_share=0"];
        string message = Assert.Throws<ConfigurationException>(() => Read(settings)).Message;
        Assert.Contains("$.training.early_stopping_patience needs evaluations", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_that_is_no_better_than_the_most_frequent_label_is_warned_of()
    {
        File.WriteAllText(_folder["dev.tsv"], "sentence\tlabel\ngood\tLABEL_1\nbad\tLABEL_1\ngood bad\tLABEL_1\n");
        RunResult result = Distill("training.num_steps=1", "data.dev.path=dev.tsv");
        Assert.All((string[])["The teacher", "The student"], name => Assert.Contains(
            result.Warnings!,
            warning => warning.StartsWith($"{name} is right on ", StringComparison.Ordinal)
                && warning.Contains("'LABEL_1'", StringComparison.Ordinal)));
        Assert.Contains("role=\"note\"", File.ReadAllText(_folder["run", RunFileNames.Report]), StringComparison.Ordinal);
    }

    private string Change(string what)
    {
        string[] lines = File.ReadAllLines(_folder["train.tsv"]);
        switch (what)
        {
            case "rows":
                File.WriteAllLines(_folder["train.tsv"], lines[..^1]);
                return "the training data";
            case "order":
                File.WriteAllLines(_folder["train.tsv"], [lines[0], .. lines[1..].Reverse()]);
                return "the training data";
            case "labels":
                string other = lines[^1].Replace("LABEL_1", "LABEL_0", StringComparison.Ordinal);
                File.WriteAllLines(_folder["train.tsv"], [.. lines[..^1], other]);
                return "the training data";
            case "dev":
                File.WriteAllLines(_folder["dev.tsv"], lines[..^1]);
                return "the dev set";
            case "teacher":
                byte[] weights = File.ReadAllBytes(_folder["teacher", "model.safetensors"]);
                weights[^3] ^= 1;
                File.WriteAllBytes(_folder["teacher", "model.safetensors"], weights);
                return "teacher 1";
            case "vocabulary":
                File.WriteAllLines(_folder["teacher", "vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "bad", "good"]);
                return "the training data";
            default:
                JsonObject recipe = JsonNode.Parse(File.ReadAllText(_folder["run", "recipe.json"]))!.AsObject();
                recipe["training"]![what.Split('.')[1]] = what == "training.learning_rate" ? 0.02 : 1;
                if (what == "training.threads") recipe["training"]!["threads"] = TorchSharp.torch.get_num_threads() + 1;
                File.WriteAllText(_folder["run", "recipe.json"], recipe.ToJsonString());
                return what == "training.threads" ? "threads" : what;
        }
    }

    [Fact]
    public void Version_that_answers_one_thing_to_everything_is_below_the_floor_and_wins_nothing()
    {
        // A teacher of zeros: all logits are equal, and the first label is taken.
        byte[] weights = File.ReadAllBytes(_folder["teacher", "model.safetensors"]);
        weights.AsSpan(8 + (int)BitConverter.ToInt64(weights)).Clear();
        File.WriteAllBytes(_folder["teacher", "model.safetensors"], weights);
        List<string> said = [];
        RunResult result = RecipeRun.Distill(
            Read("training.num_steps=1", "training.learning_rate=1e-12", "distillation.hard_label_weight=0"),
            new RunHost { Say = said.Add });
        foreach (ModelResult? model in (ModelResult?[])[result.Teacher, result.Student, result.StudentOnnxFp32, result.StudentOnnxInt8])
            Assert.Equal("it answers 'LABEL_0' to every example", model!.BelowFloor);
        string page = File.ReadAllText(_folder["run", RunFileNames.Report]);
        Assert.DoesNotContain("class=\"wins\"", page, StringComparison.Ordinal);
        Assert.Contains("No version is above the floor", page, StringComparison.Ordinal);
        Assert.Contains(said, sentence => sentence.StartsWith("Measuring student and teacher on 5 dev inputs", StringComparison.Ordinal));
        Assert.Contains(said, sentence => sentence.StartsWith("Exporting as ONNX, float32 and int8", StringComparison.Ordinal));
    }

    private RunResult Distill(params string[] settings) => RecipeRun.Distill(Read(settings), new RunHost());

    private void Stop(long step, params string[] settings)
    {
        using CancellationTokenSource stop = new();
        RunResult result = RecipeRun.Distill(Read(settings), new RunHost { Progress = _ => new StopAt(step, stop) }, stop.Token);
        Assert.Equal((step, "stopped"), (result.Steps, result.Status));
    }

    private Recipe Read(params string[] settings) => RecipeFile.Read(_folder["recipe.json"], settings);

    private sealed class StopAt(long step, CancellationTokenSource stop) : ITrainingObserver
    {
        public void Step(StepReport report)
        {
            if (report.Step == step) stop.Cancel();
        }
    }
}
