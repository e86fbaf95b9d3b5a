using Microsoft.Extensions.Logging;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>What the loop tells, judges, saves and frees, and when.</summary>
public sealed class LoopTests
{
    [Fact]
    public void Observers_hear_everything_and_a_checkpoint_counts_only_after_they_have_written()
    {
        using TemporaryFolder folder = new();
        Diary diary = new(folder.Path);
        Run(folder, options => options with
        {
            Epochs = 1,
            Observers = [diary],
            Evaluator = model =>
            {
                diary.Add(model.training || is_grad_enabled() ? "judged in training" : "judged");
                return new Dictionary<string, double> { ["accuracy"] = 0.5 };
            },
            Callback = (model, step) => diary.Add(model.training || is_grad_enabled() ? "called in training" : $"called {step}"),
        });
        Assert.Equal(
            [
                "starting 0 of 4", "micro-batch", "step 1", "micro-batch", "step 2", "micro-batch", "step 3", "micro-batch", "step 4",
                "judged", "evaluated 4: 0.5", "saving 4, 0 checkpoints", "saved 4, 1 checkpoints", "called 4", "stopping Completed",
            ],
            diary.Lines);
    }

    [Fact]
    public void Run_that_is_cancelled_saves_and_is_not_judged_where_no_checkpoint_was_due()
    {
        using TemporaryFolder folder = new();
        Diary diary = new(folder.Path);
        using CancellationTokenSource stop = new();
        ScalarLog stopper = new() { StopAfter = (2, stop) };
        Run(folder, options => options with
        {
            Observers = [diary, stopper],
            Evaluator = _ => throw new InvalidOperationException("No checkpoint of the plan is due."),
        }, token: stop.Token);
        Assert.Equal(["step 2", "saving 2, 0 checkpoints", "saved 2, 1 checkpoints", "stopping Stopped"], diary.Lines[^4..]);
    }

    [Fact]
    public void Defect_batches_are_not_disposed_when_a_step_throws()
    {
        using TemporaryFolder folder = new();
        List<ToyBatch> made = [];
        int seen = 0;
        Assert.Throws<InvalidOperationException>(() => Run(
            folder,
            options => options with { Postprocessor = batch => ++seen == 3 ? throw new InvalidOperationException("broken") : batch },
            Batches.From([.. Enumerable.Range(0, 12)], 3, examples =>
            {
                made.Add(ToyBatch.Of(examples));
                return made[^1];
            })));
        Assert.Equal(3, made.Count);
        Assert.All(made, batch => Assert.True(batch.IsDisposed));
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(0.001, 0)]
    public void Temperature_that_is_held_is_said_once(double beta, int times)
    {
        using TemporaryFolder folder = new();
        HeardLogger said = new();
        Run(
            folder,
            options => options with { Logger = said, Observers = [new ScalarLog()] },
            config: new DistillationConfig { Temperature = 1, TemperatureScheduler = TextBrewer.Naming.Named.Of("cwsm", beta) });
        Assert.Equal(times, said.Lines.Count(line => line.Contains("temperature fell to 0.1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Epochs_of_different_sizes_have_windows_and_checkpoints_of_their_own()
    {
        int[] batches = [5, 3, 4];
        RunPlan plan = RunPlan.Of(new TrainingConfig { GradientAccumulationSteps = 2 }, epoch => batches[epoch], epochs: 3, steps: null);
        Assert.Equal(7, plan.Steps);
        Assert.Equal([2, 2, 1, 2, 1, 2, 2], Enumerable.Range(0, 7).Select(step => plan.WindowAt(step).Size));
        Assert.Equal([0, 2, 4, 5, 7, 8, 10, 12], Enumerable.Range(0, 8).Select(step => plan.MicroBatchesAfter(step)));
        Assert.Equal([3L, 5, 7], Enumerable.Range(1, 7).Select(step => (long)step).Where(plan.SavesAt));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    public void Run_with_a_stored_teacher_stopped_and_resumed_ends_with_the_same_weights(int after)
    {
        using TemporaryFolder whole = new(), parts = new();
        double[] expected = Train(whole, null, null);
        using CancellationTokenSource stop = new();
        Train(parts, (after, stop), null);
        // Matrix products of batches made anew may differ in the last bit.
        Agree.Assert(expected, Train(parts, null, Checkpoint.Newest(parts.Path)), 1e-12, "weights");

        double[] Train(TemporaryFolder folder, (int, CancellationTokenSource)? stop, string? resume)
        {
            using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
            DistillationConfig config = new() { IsCachingLogits = true };
            // What it says depends on the whole batch, so that it matters in which batch an example was asked about.
            AdaptedModel<ToyBatch> relative = teacher.Adapt((_, o) => new Signals { Logits = o[0] - o[0].mean([0]) });
            using GeneralDistiller<ToyBatch> distiller = new(Toy.Training(folder), config, relative, student.Adapted);
            TrainingOptions<ToyBatch> options = Toy.Options(epochs: 3, new ScalarLog { StopAfter = stop });
            distiller.Train(Toy.Source(shuffle: true), options with { ResumeFrom = resume }, stop?.Item2.Token ?? default);
            return student.Weights();
        }
    }

    [Theory]
    [InlineData("""{ "format": 2, "step": 4, "steps": 8, "epoch": 1, "examples": 0 }""", "start the run anew")]
    [InlineData("""{ "format": 4, "step": 4, "steps": 8, "epoch": 1, "shards": 2 }""", "use a newer TextBrewer")]
    public void Checkpoint_of_another_format_is_refused_by_its_format_and_not_by_its_keys(string state, string says)
    {
        using TemporaryFolder folder = new();
        Run(folder, options => options);
        string checkpoint = Checkpoint.Newest(folder.Path)!;
        File.WriteAllText(Path.Combine(checkpoint, "state.json"), state);
        string message = Assert.Throws<ConfigurationException>(
            () => Run(folder, options => options with { ResumeFrom = checkpoint })).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_layers_change_when_their_step_is_taken_and_not_before()
    {
        using var scope = NewDisposeScope();
        TorchSharp.torch.Tensor[] hidden = [.. Enumerable.Range(0, 4).Select(i => full(2, 3, 4, (double)i, dtype: ScalarType.Float64))];
        Signals student = new() { Hidden = hidden[..3] }, teacher = new() { Hidden = hidden };
        DistillationConfig config = new() { Emd = new EarthMoverConfig { UpdateWeights = true } };
        using DistillationObjective objective = new(config, new DistillationParts(), ScalarType.Float64, CPU, seed: 0);
        objective.Bind("", student, teacher);
        LossTerms terms = objective.Terms("", student, teacher, 0);
        Assert.Equal([0.5, 0.5], Weights());
        objective.Commit(terms);
        Assert.NotEqual(0.5, Weights()[0]);

        double[] Weights() => Agree.Values(objective.Projections!.state_dict()["emd_student_weights"]);
    }

    private static void Run(
        TemporaryFolder folder,
        Func<TrainingOptions<ToyBatch>, TrainingOptions<ToyBatch>> change,
        IBatchSource<ToyBatch>? batches = null,
        DistillationConfig? config = null,
        CancellationToken token = default)
    {
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        using GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            config ?? new DistillationConfig(),
            teacher.Adapted,
            student.Adapted);
        distiller.Train(batches ?? Toy.Source(), change(Toy.Options()), token);
    }

    private sealed class Diary(string folder) : ITrainingObserver
    {
        internal List<string> Lines { get; } = [];

        internal void Add(string line) => Lines.Add(line);

        public void Starting(RunStart start) => Add($"starting {start.Step} of {start.Steps}");

        public void MicroBatch(StepReport report) => Add("micro-batch");

        public void Step(StepReport report) => Add($"step {report.Step}");

        public void Evaluated(long step, IReadOnlyDictionary<string, double> metrics) =>
            Add(FormattableString.Invariant($"evaluated {step}: {metrics["accuracy"]}"));

        public void Saving(long step) => Add($"saving {step}, {Checkpoint.All(folder).Count} checkpoints");

        public void Saved(long step, string saved) => Add($"saved {step}, {Checkpoint.All(folder).Count} checkpoints");

        public void Stopping(TrainingResult result) => Add($"stopping {result.Status}");
    }
}
