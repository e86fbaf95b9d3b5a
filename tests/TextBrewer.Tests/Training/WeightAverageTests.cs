using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>The average of the weights of a run: its formula, who sees it, and that it survives whatever a run survives.</summary>
public sealed class WeightAverageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.3)]
    public void Average_is_worked_out_by_hand_and_is_what_everybody_sees(double decay)
    {
        Seen seen = new();
        TrainingConfig config = new() { EmaDecay = decay, EvalSteps = 2, KeepCheckpoints = null };
        double[] last = Train(config, seen, _ => 0.5, loadBest: false);
        double[] average = seen.First;
        for (int t = 1; t <= 12; t++)
        {
            // 2/11, 3/12, 4/13 … until the decay is less.
            double kept = Math.Min(decay, (1.0 + t) / (10 + t));
            average = [.. average.Zip(seen.Trained[t], (a, w) => (kept * a) + ((1 - kept) * w))];
            if (t % 2 == 0) Agree.Assert(average, seen.Evaluated[t], 1e-12, $"what is evaluated after step {t}");
            if (t % 4 != 0) continue;
            Agree.Assert(average, seen.Called[t], 1e-12, $"what the callback sees after step {t}");
            Agree.Assert(average, Saved(t, "model.safetensors"), 1e-12, $"the model of the checkpoint of step {t}");
            Assert.Equal(seen.Trained[t], Saved(t, "trained.safetensors"));
        }
        Agree.Assert(average, last, 1e-12, "what is handed over");
        Assert.NotEqual(seen.Trained[12], last);

        double[] Saved(int step, string name)
        {
            using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(Checkpoint.Folder(_folder.Path, step), name));
            return [.. file.Entries.Keys.Order(StringComparer.Ordinal).SelectMany(key => Agree.Values(file.Read(key)))];
        }
    }

    [Fact]
    public void Average_changes_nothing_of_what_is_trained_and_without_decay_it_is_that()
    {
        Seen plain = new(), averaged = new(), without = new();
        double[] expected = Train(new TrainingConfig { EvalSteps = 4 }, plain, _ => 0.5, loadBest: false);
        Train(new TrainingConfig { EmaDecay = 0.99, EvalSteps = 1 }, averaged, _ => 0.5, loadBest: false);
        double[] last = Train(new TrainingConfig { EmaDecay = 0, EvalSteps = 4 }, without, _ => 0.5, loadBest: false);
        // Matrix products of batches made anew may differ in the last bit.
        for (int step = 1; step <= 12; step++)
            Agree.Assert(plain.Trained[step], averaged.Trained[step], 1e-12, $"weights after step {step}");
        Assert.Equal(without.Trained[12], last);
        Agree.Assert(expected, last, 1e-12, "weights");
    }

    [Fact]
    public void Best_evaluation_is_of_the_average_and_that_is_handed_over()
    {
        Seen seen = new();
        double[] last = Train(new TrainingConfig { EmaDecay = 0.9, KeepCheckpoints = 1 }, seen, step => step == 8 ? 0.9 : 0.1);
        Assert.Equal(seen.Evaluated[8], last);
        Assert.NotEqual(seen.Trained[8], last);
        // Ended by its patience, it hands over the same.
        using TemporaryFolder other = new();
        Seen early = new();
        TrainingConfig patient = new() { EmaDecay = 0.9, EvalSteps = 4, EarlyStoppingPatience = 1 };
        last = Train(patient, early, step => step == 4 ? 0.9 : 0.1, folder: other);
        Assert.Equal(8, early.Trained.Keys.Max());
        Assert.Equal(early.Evaluated[4], last);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(11)]
    public void Run_stopped_and_resumed_ends_with_the_same_average_and_the_same_weights(int after)
    {
        TrainingConfig config = new() { EmaDecay = 0.9, EvalSteps = 4 };
        Seen whole = new(), rest = new();
        double[] expected = Train(config, whole, step => step == 8 ? 0.9 : 0.1);
        using TemporaryFolder parts = new();
        using CancellationTokenSource stop = new();
        Seen first = new() { StopAfter = (after, stop) };
        double[] stopped = Train(config, first, step => step == 8 ? 0.9 : 0.1, folder: parts);
        Assert.NotEqual(first.Trained[after], stopped);
        double[] resumed = Train(config, rest, step => step == 8 ? 0.9 : 0.1, folder: parts, resume: true);
        // Matrix products of batches made anew may differ in the last bit.
        Agree.Assert(expected, resumed, 1e-12, "average");
        Agree.Assert(whole.Trained[12], rest.Trained[12], 1e-12, "weights");
        Agree.Assert(whole.Evaluated[12], rest.Evaluated[12], 1e-12, "last average");

        // Resumed after its end, it hands over the same once more.
        Assert.Equal(resumed, Train(config, new Seen(), _ => 0, folder: parts, resume: true));
    }

    [Fact]
    public void Checkpoint_of_another_decay_is_refused_and_forced_begins_from_its_weights()
    {
        using CancellationTokenSource stop = new();
        Seen first = new() { StopAfter = (4, stop) };
        Train(new TrainingConfig(), first, _ => 0.5);
        TrainingConfig averaged = new() { EmaDecay = 0.5, EvalSteps = 1 };
        string message = Assert.Throws<ConfigurationException>(() => Train(averaged, new Seen(), _ => 0.5, resume: true)).Message;
        Assert.Contains("training.ema_decay was not there and is 0.5", message, StringComparison.Ordinal);
        Seen forced = new();
        Train(averaged, forced, _ => 0.5, resume: true, force: true);
        double kept = Math.Min(0.5, 6.0 / 15);
        double[] expected = [.. first.Trained[4].Zip(forced.Trained[5], (a, w) => (kept * a) + ((1 - kept) * w))];
        Agree.Assert(expected, forced.Evaluated[5], 1e-12, "first average");

        // And the other way round: what was trained goes on, not its average.
        using TemporaryFolder other = new();
        using CancellationTokenSource again = new();
        Seen second = new() { StopAfter = (4, again) };
        Train(averaged, second, _ => 0.5, folder: other);
        Seen plain = new();
        Train(new TrainingConfig(), plain, _ => 0.5, folder: other, resume: true, force: true);
        Agree.Assert(first.Trained[4], plain.First, 1e-12, "weights at the start");
    }

    [Fact]
    public void Checkpoint_whose_trained_weights_are_damaged_or_missing_is_not_sound()
    {
        Train(new TrainingConfig { EmaDecay = 0.9, KeepCheckpoints = null }, new Seen(), _ => 0.5);
        string before = Checkpoint.Folder(_folder.Path, 8), file = Path.Combine(Checkpoint.Newest(_folder.Path)!, "trained.safetensors");
        byte[] whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, [.. whole[..^1], (byte)(whole[^1] ^ 1)]);
        Assert.Equal(before, Checkpoint.Newest(_folder.Path));
        File.Delete(file);
        Assert.Equal(before, Checkpoint.Newest(_folder.Path));
        File.WriteAllBytes(file, whole);
        Assert.Equal(Checkpoint.Folder(_folder.Path, 12), Checkpoint.Newest(_folder.Path));
    }

    [Fact]
    public void Step_that_is_skipped_leaves_the_average_as_it_is_and_does_not_count()
    {
        Seen seen = new() { BreaksAt = 2 };
        Train(new TrainingConfig { EmaDecay = 0.9, EvalSteps = 1 }, seen, _ => 0.5, loadBest: false);
        Assert.Equal(seen.Trained[1], seen.Trained[2]);
        Assert.Equal(seen.Evaluated[1], seen.Evaluated[2]);
        const double Kept = 3.0 / 12; // of the second step that is taken
        double[] expected = [.. seen.Evaluated[2].Zip(seen.Trained[3], (a, w) => (Kept * a) + ((1 - Kept) * w))];
        Agree.Assert(expected, seen.Evaluated[3], 1e-12, "average");
    }

    [Fact]
    public void Evaluator_that_throws_leaves_the_weights_that_are_trained_and_no_tensors()
    {
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        Seen seen = new() { Student = student };
        using GeneralDistiller<ToyBatch> distiller = Distiller(new TrainingConfig { EmaDecay = 0.9 }, teacher, student);
        LiveTensors.Unchanged(() => Assert.Throws<InvalidOperationException>(() => distiller.Train(
            Toy.Source(shuffle: true),
            Toy.Options(3, seen) with { Evaluator = _ => throw new InvalidOperationException("broken") })));
        Assert.Equal(seen.Trained[4], student.Weights());
        LiveTensors.Unchanged(() => distiller.Train(Toy.Source(shuffle: true), Toy.Options(1)));
    }

    [Fact]
    public void Buffers_are_the_models_own_and_whole_numbers_are_left_alone()
    {
        using Normed model = new();
        AdaptedModel<ToyBatch> adapted = Model.From(model, (ToyBatch b) => model.call(b.X)).With(
            (b, logits) => new Signals { Losses = nn.functional.cross_entropy(logits, b.Labels) });
        double[] mean = [];
        new BasicTrainer<ToyBatch>(new TrainingConfig { OutputDir = _folder.Path, EmaDecay = 0.9 }, adapted).Train(
            Toy.Source(),
            Toy.Options(1, new AfterStep(_ => mean = Agree.Values(model.state_dict()["norm.running_mean"]))));
        Assert.NotEqual(0, mean[0]);
        Assert.Equal(mean, Agree.Values(model.state_dict()["norm.running_mean"]));
        foreach (string name in new[] { "model.safetensors", "trained.safetensors" })
        {
            using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(Checkpoint.Folder(_folder.Path, 4), name));
            Assert.Equal(mean, Agree.Values(file.Read("norm.running_mean")));
            Assert.Equal([4], Agree.Values(file.Read("norm.num_batches_tracked")));
        }
    }

    [Theory]
    [InlineData("-0.1", "it must be 0 or more")]
    [InlineData("1", "it must be below 1")]
    [InlineData("1.5", "it must be below 1")]
    public void Decay_that_is_none_is_a_problem(string decay, string says)
    {
        TrainingConfig config = TrainingConfig.FromJson($$"""{ "ema_decay": {{decay}} }""");
        Assert.Contains($"$.ema_decay is {decay}; {says}", Assert.Single(config.Problems()), StringComparison.Ordinal);
        Assert.Empty(TrainingConfig.FromJson("""{ "ema_decay": 0.999 }""").Problems());
        Assert.DoesNotContain("ema_decay", new TrainingConfig().ToJson(), StringComparison.Ordinal);
    }

    private static GeneralDistiller<ToyBatch> Distiller(TrainingConfig config, Toy teacher, Toy student) =>
        new(config, new DistillationConfig { HardLabelWeight = 1 }, teacher.Adapted, student.Adapted);

    /// <summary>Trains twelve steps in three epochs, a checkpoint after every fourth; evaluations come to values by their step.</summary>
    private double[] Train(
        TrainingConfig config,
        Seen seen,
        Func<long, double> value,
        bool loadBest = true,
        bool resume = false,
        bool force = false,
        TemporaryFolder? folder = null)
    {
        string output = (folder ?? _folder).Path;
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2, dropout: 0.1);
        seen.Student = student;
        config = config with { OutputDir = output, LoadBestModelAtEnd = loadBest };
        using GeneralDistiller<ToyBatch> distiller = Distiller(config, teacher, student);
        distiller.Train(
            Toy.Source(shuffle: true),
            Toy.Options(3, seen) with
            {
                ResumeFrom = resume ? Checkpoint.Newest(output) : null,
                Force = force,
                Callback = (_, step) => seen.Called[step] = student.Weights(),
                Evaluator = _ =>
                {
                    seen.Evaluated[seen.Now] = student.Weights();
                    return new Dictionary<string, double> { ["accuracy"] = value(seen.Now) };
                },
            },
            seen.StopAfter?.Source.Token ?? default);
        return student.Weights();
    }

    /// <summary>What the model held at each step, and to whom it was shown.</summary>
    private sealed class Seen : ITrainingObserver
    {
        internal Toy? Student { get; set; }

        internal (int Step, CancellationTokenSource Source)? StopAfter { get; init; }

        /// <summary>The step whose gradients are no numbers.</summary>
        internal long? BreaksAt { get; init; }

        internal double[] First { get; private set; } = [];

        internal long Now { get; private set; }

        internal Dictionary<long, double[]> Trained { get; } = [];

        internal Dictionary<long, double[]> Evaluated { get; } = [];

        internal Dictionary<long, double[]> Called { get; } = [];

        public void Starting(RunStart start) => (Now, First) = (start.Step, Student!.Weights());

        public void MicroBatch(StepReport report)
        {
            if (report.Step + 1 != BreaksAt) return;
            using Tensor broken = full_like(Student!.parameters().First(), double.NaN);
            Student.parameters().First().grad!.copy_(broken);
        }

        public void Step(StepReport report)
        {
            Now = report.Step;
            Trained[Now] = Student!.Weights();
            if (Now == StopAfter?.Step) StopAfter.Value.Source.Cancel();
        }
    }

    private sealed class AfterStep(Action<long> act) : ITrainingObserver
    {
        public void Step(StepReport report) => act(report.Step);
    }

    /// <summary>A classifier over normalised vectors, with buffers that change while it is trained.</summary>
    private sealed class Normed : nn.Module<Tensor, Tensor>
    {
        private readonly BatchNorm1d norm = nn.BatchNorm1d(Toy.WidthIn, dtype: ScalarType.Float64);
        private readonly Linear head = nn.Linear(Toy.WidthIn, Toy.Classes, dtype: ScalarType.Float64);

        internal Normed() : base("normed") => RegisterComponents();

        public override Tensor forward(Tensor x) => head.call(norm.call(x[.., 0])); // (batch, classes)
    }
}
