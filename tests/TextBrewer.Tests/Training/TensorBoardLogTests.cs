using System.Text.Json;
using Tensorboard;
using TextBrewer.Configuration;
using TextBrewer.Testing;
using TextBrewer.Training;

namespace TextBrewer.Tests.Training;

public sealed class TensorBoardLogTests
{
    [Theory]
    [InlineData("basic-accumulate")]
    [InlineData("general-hidden")]
    public void Log_of_a_golden_run_has_the_golden_scalars_under_TextBrewers_names(string name)
    {
        JsonElement run = Golden.Json($"runs/{name}/run.json");
        using TemporaryFolder folder = new();
        Train(name, null, folder, stopAfter: null);
        Dictionary<(string Tag, long Step), float> points = Shown(folder["log"]);
        JsonElement[] scalars = [.. run.GetProperty("scalars").EnumerateArray()];
        for (int i = 0; i < scalars.Length; i++)
            foreach (JsonProperty scalar in scalars[i].EnumerateObject())
                Agree.Assert(scalar.Value.GetDouble(), points[($"scalar/{scalar.Name}", i)], 1e-5, $"{scalar.Name} of micro-batch {i}");
        Assert.Equal(
            scalars.Sum(s => s.EnumerateObject().Count()),
            points.Keys.Count(p => p.Tag.StartsWith("scalar/", StringComparison.Ordinal)));
    }

    // Six batches an epoch in windows of four: the second window of an epoch is short, so that steps times accumulation would be wrong.
    [Theory]
    [InlineData("basic-accumulate", 4, 2)]
    [InlineData("basic-accumulate", 4, 3)]
    [InlineData("basic-steps", 3, 5)]
    public void Log_of_a_run_stopped_and_resumed_shows_what_an_uninterrupted_one_shows(string name, int accumulation, int stopAfter)
    {
        using TemporaryFolder whole = new(), parts = new();
        Train(name, accumulation, whole, stopAfter: null);
        Train(name, accumulation, parts, stopAfter);
        // What a killed run still wrote after its checkpoint.
        using (EventFileWriter stale = new(parts["log"], new ManualClock())) stale.Scalars(100_000, [new("scalar/total_loss", 7)]);
        Train(name, accumulation, parts, stopAfter: null, Checkpoint.Newest(parts.Path));
        Assert.Equal(3, Directory.GetFiles(parts["log"]).Length);
        Assert.Equal(Shown(whole["log"]).OrderBy(p => p.Key), Shown(parts["log"]).OrderBy(p => p.Key));
    }

    [Fact]
    public void MicroBatchesAfter_any_step_is_what_the_loop_used()
    {
        RunPlan epochs = RunPlan.Of(new TrainingConfig { GradientAccumulationSteps = 4 }, batches: _ => 10, epochs: 3, steps: null);
        Assert.Equal([0, 4, 8, 10, 14, 18, 20, 24, 28, 30], Enumerable.Range(0, 10).Select(step => epochs.MicroBatchesAfter(step)));
        RunPlan steps = RunPlan.Of(new TrainingConfig { GradientAccumulationSteps = 4 }, batches: _ => 10, epochs: 3, steps: 4);
        Assert.Equal([0, 4, 8, 12, 16], Enumerable.Range(0, 5).Select(step => steps.MicroBatchesAfter(step)));
    }

    [Fact]
    public void Steps_and_evaluations_stand_at_the_last_micro_batch_of_their_step_and_the_rate_leaves_checkpoints_out()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new();
        using TensorBoardLog log = new(folder.Path, clock);
        log.Starting(new RunStart(Step: 0, Steps: 4, Epochs: 1, MicroBatches: 0));
        long next = 0;
        foreach (long step in new long[] { 1, 2, 3, 4 })
        {
            for (int i = 0; i < (step == 4 ? 1 : 2); i++)
            {
                clock.Advance(0.5);
                log.MicroBatch(Report(step - 1, null) with { MicroBatch = next++ });
            }
            log.Step(Report(step, 1.5) with { MicroBatch = next - 1, ExamplesSoFar = 32 * next });
            if (step != 2) continue;
            clock.Advance(1000);
            log.Evaluated(2, new Dictionary<string, double> { ["accuracy"] = 0.75 });
            log.Saving(2);
            log.Saved(2, folder.Path);
            Assert.Equal(0.75f, Shown(folder.Path)[("dev/accuracy", 3)]); // on disk while the run goes on
        }
        log.Dispose();

        Dictionary<(string Tag, long Step), float> points = Shown(folder.Path);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Steps("scalar/total_loss"));
        Assert.Equal([1, 3, 5, 6], Steps("learning_rate"));
        Assert.Equal([1, 3, 5, 6], Steps("gradient_norm"));
        Assert.Equal((1e-4f, 1.5f), (points[("learning_rate", 1)], points[("gradient_norm", 6)]));
        Assert.Equal([1, 3, 6], Steps("examples_per_second")); // the third step began with a checkpoint and an evaluation
        Assert.All(new[] { 1, 3, 6 }, at => Assert.Equal(64, points[("examples_per_second", at)]));
        Assert.Throws<InvalidOperationException>(() => new TensorBoardLog(folder.Path).Evaluated(1, new Dictionary<string, double>()));

        IEnumerable<long> Steps(string tag) => points.Keys.Where(p => p.Tag == tag).Select(p => p.Step).Order();
    }

    [Fact]
    public void Logging_steps_thin_the_curves_and_keep_the_last_step_and_the_rate()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new();
        using TensorBoardLog log = new(folder.Path, clock, every: 3);
        log.Starting(new RunStart(Step: 0, Steps: 8, Epochs: 1, MicroBatches: 0));
        for (long step = 1; step <= 8; step++)
        {
            clock.Advance(0.5);
            if (!log.Wants(step)) continue;
            log.MicroBatch(Report(step - 1, null) with { MicroBatch = step - 1 });
            log.Step(Report(step, 1) with { MicroBatch = step - 1, ExamplesSoFar = 16 * step });
        }
        log.Dispose();
        Dictionary<(string Tag, long Step), float> points = Shown(folder.Path);
        Assert.Equal([2, 5, 7], points.Keys.Where(p => p.Tag == "scalar/total_loss").Select(p => p.Step).Order());
        Assert.All(new[] { 2, 5, 7 }, at => Assert.Equal(32, points[("examples_per_second", at)]));
    }

    private static void Train(string name, int? accumulation, TemporaryFolder folder, int? stopAfter, string? resumeFrom = null)
    {
        using CancellationTokenSource stop = new();
        using TensorBoardLog log = new(folder["log"]);
        using GoldenRun run = new(name)
        {
            Log = new ScalarLog { StopAfter = stopAfter is int step ? (step, stop) : null },
            AlsoTo = log,
            ResumeFrom = resumeFrom,
            Change = accumulation is int micro ? config => config with { GradientAccumulationSteps = micro } : null,
        };
        run.Train(folder.Path, stop.Token);
    }

    /// <summary>
    /// What TensorBoard shows of a folder: files in the order of their names, and a START drops what is there from its step on.
    /// </summary>
    private static Dictionary<(string Tag, long Step), float> Shown(string folder)
    {
        Dictionary<(string Tag, long Step), float> points = [];
        foreach (Event record in Directory.GetFiles(folder).Order(StringComparer.Ordinal).SelectMany(EventFileReader.Events))
        {
            if (record.SessionLog?.Status == SessionLog.Types.SessionStatus.Start)
                foreach ((string Tag, long Step) dropped in points.Keys.Where(p => p.Step >= record.Step).ToArray()) points.Remove(dropped);
            foreach (Summary.Types.Value value in record.Summary?.Value ?? []) points.Add((value.Tag, record.Step), value.SimpleValue);
        }
        return points;
    }

    private static StepReport Report(long step, double? norm) =>
        new(step, 4, 0, new Dictionary<string, double> { ["total_loss"] = 0.5 }, 1e-4, norm);
}
