using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>Steps whose losses or gradients are no numbers.</summary>
public sealed class FiniteWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Step_with_a_loss_that_is_no_number_is_skipped_counted_and_explained(double loss)
    {
        HeardLogger said = new();
        StepLog steps = new();
        // Batches of three of the twelve examples, in their order: the second and the sixth step.
        TrainingResult result = Train(broken: [3], loss, said, steps);
        Assert.Equal((TrainingStatus.Completed, 8, 2), (result.Status, result.Steps, result.Skipped));
        Assert.Equal([2L, 6], steps.Unchanged);
        string text = double.IsNaN(loss) ? "NaN" : "Infinity";
        Assert.Contains(
            $"Step 2 of 8 was skipped: the loss unweighted_hard_label_loss ({text}) is not finite, of the 3 examples 3, 4, 5.",
            said.Lines);
        Assert.Equal(2, result.Warnings.Count);
    }

    [Fact]
    public void Gradient_that_is_no_number_under_a_finite_loss_is_skipped_and_its_parameter_named()
    {
        HeardLogger said = new();
        TrainingResult result = Train(broken: [0], gradient: true, said: said);
        Assert.Equal((TrainingStatus.Completed, 2), (result.Status, result.Skipped));
        const string Begins = "Step 1 of 8 was skipped: the gradient of layers.0.";
        Assert.Contains(said.Lines, line => line.StartsWith(Begins, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_that_skips_too_many_steps_in_a_row_has_diverged_and_keeps_its_last_sound_checkpoint()
    {
        HeardLogger said = new();
        TrainingResult result = Train(broken: [6, 9], said: said, config: new TrainingConfig { MaxSkippedSteps = 2 });
        Assert.Equal((TrainingStatus.Diverged, 4, 2), (result.Status, result.Steps, result.Skipped));
        Assert.Null(result.LastCheckpoint);
        Assert.Contains(said.Lines, line => line.StartsWith("The training diverged at step 4 of 8", StringComparison.Ordinal));

        TrainingResult later = Train(broken: [], epochs: 1);
        Assert.NotNull(later.LastCheckpoint);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_never_saved_and_never_the_end_of_a_completed_run()
    {
        TrainingResult result = Train(broken: [], poison: 6);
        Assert.Equal((TrainingStatus.Diverged, 8), (result.Status, result.Steps));
        Assert.Equal([Checkpoint.Folder(_folder.Path, 4)], Checkpoint.All(_folder.Path));
    }

    [Fact]
    public void What_was_skipped_before_a_stop_is_known_after_it()
    {
        TrainingResult expected = Train(broken: [3, 9]);
        Assert.Equal(4, expected.Skipped);
        using TemporaryFolder parts = new();
        using CancellationTokenSource stop = new();
        Train(broken: [3, 9], stop: (5, stop), folder: parts);
        TrainingResult resumed = Train(broken: [3, 9], resume: true, folder: parts);
        Assert.Equal((expected.Skipped, expected.Status), (resumed.Skipped, resumed.Status));
        Assert.Equal(expected.Warnings, resumed.Warnings);
    }

    private TrainingResult Train(
        int[] broken,
        double loss = double.NaN,
        HeardLogger? said = null,
        StepLog? steps = null,
        bool gradient = false,
        int poison = 0,
        int epochs = 2,
        TrainingConfig? config = null,
        bool resume = false,
        (int, CancellationTokenSource)? stop = null,
        TemporaryFolder? folder = null)
    {
        string output = (folder ?? _folder).Path;
        using Toy student = new(1, 4, seed: 2), teacher = new(2, 4, seed: 1);
        if (steps is not null) steps.Student = student;
        AdaptedModel<ToyBatch> adapted = student.Adapt((b, o) =>
        {
            Tensor value = nn.functional.cross_entropy(o[0], b.Labels);
            if (broken.Contains(b.Examples[0])) value = gradient ? value + (o[0] - o[0]).abs().sqrt().sum() : value * loss;
            return new Signals { Logits = o[0], Losses = value };
        });
        using GeneralDistiller<ToyBatch> distiller = new(
            (config ?? new TrainingConfig()) with { OutputDir = output },
            new DistillationConfig { HardLabelWeight = 1 },
            teacher.Adapted,
            adapted);
        ITrainingObserver[] observers =
            [new ScalarLog { StopAfter = stop }, new Poison(student, poison), steps ?? new StepLog { Student = student }];
        return distiller.Train(
            Toy.Source(),
            Toy.Options(epochs, observers) with { Logger = said, ResumeFrom = resume ? Checkpoint.Newest(output) : null },
            stop?.Item2.Token ?? default);
    }

    /// <summary>Which steps changed nothing.</summary>
    private sealed class StepLog : ITrainingObserver
    {
        private double[] _before = [];

        internal Toy? Student { get; set; }

        internal List<long> Unchanged { get; } = [];

        public void Step(StepReport report)
        {
            double[] now = Student!.Weights();
            if (now.SequenceEqual(_before)) Unchanged.Add(report.Step);
            _before = now;
        }
    }

    /// <summary>Puts a NaN into the weights after a step.</summary>
    private sealed class Poison(Toy student, int after) : ITrainingObserver
    {
        public void Step(StepReport report)
        {
            if (report.Step != after) return;
            using var noGrad = no_grad();
            student.parameters().Last().fill_(double.NaN);
        }
    }
}
