using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Quickstart;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>A run that is stopped, wherever it is, and gone on with ends as one that nobody stopped.</summary>
public sealed class StoppedRunTests
{
    private const int Steps = 4;

    [Theory]
    [InlineData("said train.tsv: 5 examples", false)] // reading
    [InlineData("starting distilling", true)]
    [InlineData("step 1 of distilling", true)]
    [InlineData("step 2 of distilling", true)] // a checkpoint's evaluation
    [InlineData("step 4 of distilling", true)] // the last one's
    [InlineData("saved 4 of distilling", true)] // the evaluation of the student, the teacher, the latency
    [InlineData("starting training the baseline", true)]
    [InlineData("step 4 of training the baseline", true)]
    [InlineData("stopping training the baseline", true)]
    [InlineData("stopping distilling without kd_loss", true)] // the export
    public void Run_that_is_stopped_and_gone_on_with_ends_as_one_that_was_not(string when, bool leavesRun)
    {
        using TemporaryFolder folder = SmallRecipe.Folder(
            "sentence\tlabel\ngood\tLABEL_1\nbad\tLABEL_0\ngood bad\tLABEL_1\nbad bad\tLABEL_0\ngood good good\tLABEL_1\n");
        RunResult whole = RecipeRun.Distill(Read(folder, "training.output_dir=whole"), new RunHost());
        Assert.Equal("completed", whole.Status);

        using CancellationTokenSource stop = new();
        Stopper stopper = new(when, stop);
        RunResult? stopped = Stopper.Stopped(() => RecipeRun.Distill(Read(folder, "training.output_dir=run"), stopper.Host, stop.Token));
        Assert.True(stop.IsCancellationRequested, $"Nobody heard '{when}'.");
        Assert.Equal(leavesRun, Directory.Exists(folder["run"]));
        if (leavesRun)
        {
            Assert.Equal("stopped", stopped!.Status);
            Assert.Equal("stopped", RunResult.Load(folder["run"])!.Status);
            Assert.True(stopped.Steps > 0);
        }
        RunResult resumed = leavesRun
            ? RecipeRun.Resume(folder["run"], new RunHost())
            : RecipeRun.Distill(Read(folder, "training.output_dir=run"), new RunHost());
        Assert.Equal("completed", resumed.Status);
        AssertSame(folder["whole"], folder["run"]);
    }

    [Theory]
    [InlineData("step 1 of distilling")]
    [InlineData("step 2 of distilling")] // a checkpoint's evaluation
    [InlineData("step 3 of distilling")]
    [InlineData("step 4 of distilling")]
    [InlineData("saved 4 of distilling")]
    public void Run_with_an_average_of_the_weights_and_rates_by_layer_ends_as_one_that_was_not_stopped(string when)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string[] settings =
        [
            "training.ema_decay=0.9", "training.layer_learning_rate_decay=0.5", "training.learning_rates={ \"head\": 10 }",
            "training.load_best_model_at_end=false", "training.learning_rate=0.01",
        ];
        Recipe recipe = Read(folder, [.. settings, "training.output_dir=whole"]) with { Ablation = false };
        Assert.Equal("completed", RecipeRun.Distill(recipe, new RunHost()).Status);
        string checkpoint = folder["whole", "checkpoints", "gs4"];
        byte[] student = File.ReadAllBytes(folder["whole", "student", "model.safetensors"]);
        Assert.Equal(File.ReadAllBytes(Path.Combine(checkpoint, "model.safetensors")), student);
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(checkpoint, "trained.safetensors")), student);

        using CancellationTokenSource stop = new();
        recipe = Read(folder, [.. settings, "training.output_dir=run"]) with { Ablation = false };
        Stopper.Stopped(() => RecipeRun.Distill(recipe, new Stopper(when, stop).Host, stop.Token));
        Assert.True(stop.IsCancellationRequested, $"Nobody heard '{when}'.");
        Assert.Equal("completed", RecipeRun.Resume(folder["run"], new RunHost()).Status);
        AssertSame(folder["whole"], folder["run"]);
        foreach (string file in new[] { "model.safetensors", "trained.safetensors", "optimizer.safetensors" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(checkpoint, file)), File.ReadAllBytes(folder["run", "checkpoints", "gs4", file]));
    }

    [Fact]
    public void Run_that_is_stopped_again_in_the_evaluation_that_it_begins_with_ends_as_one_that_was_not()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RecipeRun.Distill(Read(folder, "training.output_dir=whole"), new RunHost());
        using CancellationTokenSource stop = new();
        RecipeRun.Distill(Read(folder, "training.output_dir=run"), new Stopper("step 4 of distilling", stop).Host, stop.Token);
        string state = File.ReadAllText(folder["run", "checkpoints", "gs4", "state.json"]);
        Assert.Contains("\"evaluation_is_due\":true", state.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        using CancellationTokenSource again = new();
        RunHost host = new Stopper("starting distilling", again).Host;
        Assert.Equal("stopped", RecipeRun.Resume(folder["run"], host, cancellationToken: again.Token).Status);
        // The evaluation is written, and the run is stopped behind it.
        using CancellationTokenSource behind = new();
        host = new Stopper("evaluated 4 of distilling", behind).Host;
        Stopper.Stopped(() => RecipeRun.Resume(folder["run"], host, cancellationToken: behind.Token));
        Assert.True(behind.IsCancellationRequested);
        Assert.Equal("completed", RecipeRun.Resume(folder["run"], new RunHost()).Status);
        AssertSame(folder["whole"], folder["run"]);
    }

    [Fact]
    public void Quickstart_that_is_stopped_before_its_first_step_says_so_and_goes_on()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource stop = new();
        RunHost host = new() { Say = _ => stop.Cancel() };
        Assert.Equal("stopped", QuickstartRun.Run(folder["quickstart"], 0, host, stop.Token).Status);
        Assert.False(Directory.Exists(folder["quickstart", "student"]));
        using CancellationTokenSource later = new();
        host = new Stopper("step 1 of teacher: training", later).Host;
        Assert.Equal(("stopped", 1), QuickstartRun.Run(folder["quickstart"], 0, host, later.Token) is var result
            ? (result.Status, result.Steps)
            : default);
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(
        folder["recipe.json"],
        [
            $"training.num_steps={Steps}", "training.batch_size=2", "training.ckpt_frequency=2", "distillation.hard_label_weight=0.5",
            .. settings,
        ]) with
    {
        Baseline = true,
        Ablation = true,
    };

    private static void AssertSame(string whole, string run)
    {
        IReadOnlyDictionary<string, string> expected = RunBytes.Of(whole), actual = RunBytes.Of(run);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, string content) in expected) Assert.True(content == actual[name], $"{name}:\n{content}\n{actual[name]}");
    }
}
