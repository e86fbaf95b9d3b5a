using TextBrewer.Configuration;
using TextBrewer.Recipes.Running;
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
        // TorchSharp's counter keeps one for every parameter that was ever made, so two runs are compared: they differ in steps, checkpoints and evaluations.
        Assert.Equal(Left(2), Left(8));

        long Left(int steps)
        {
            long before = torch.Tensor.TotalCount;
            RunResult result = RecipeRun.Distill(Read(folder, $"training.num_steps={steps}", "training.ckpt_steps=1", $"training.output_dir=run{steps}") with { Baseline = true }, new RunHost());
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
        static IEnumerable<string> Scalars(string path) => File.ReadLines(path).Where(line => !line.Contains("dev/", StringComparison.Ordinal));
    }

    [Fact]
    public void Baseline_starts_from_the_students_weights_and_takes_as_many_steps()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RecipeRun.Distill(Read(folder, "training.num_steps=3", "training.learning_rate=1e-30") with { Baseline = true }, new RunHost());
        // With so small a learning rate the weights at the end are those of the start.
        Assert.Equal(File.ReadAllBytes(folder["run", "checkpoints", "gs3", "model.safetensors"]), File.ReadAllBytes(folder["run", "baseline", "checkpoints", "gs3", "model.safetensors"]));
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

    private sealed class StopAt(long step, CancellationTokenSource stop) : ITrainingObserver
    {
        public void Step(StepReport report)
        {
            if (report.Step == step) stop.Cancel();
        }
    }
}
