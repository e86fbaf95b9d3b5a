using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TextBrewer.Tests.Training;
using TextBrewer.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Distilling;

/// <summary>What each of several tasks counts, how often it is drawn, and what it distils.</summary>
public sealed class TaskWeightTests
{
    private const int Classes = Toy.Classes, Width = Toy.WidthIn;

    // A step of two micro-batches, one of each task, whose gradient is worked out below in plain numbers: for z = W x + b the mean squared
    // difference Σ (z − t)² / (n C T²) has the gradient 2 Σ (z − t) x / (n C T²) by W, and the cross entropy Σ −log softmax(z)[y] / n has
    // Σ (softmax(z) − y) x / n.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 0.5)]
    [InlineData(0.25, 7)]
    public void Gradient_of_a_step_is_the_weighted_mean_of_the_tasks_own(double first, double second)
    {
        using TemporaryFolder folder = new();
        using Linear student = Layer(1), teacher = Layer(2);
        DistillationConfig mse = new() { KdLossType = "mse", Temperature = 2, KdLossWeight = 1.5 };
        DistillationConfig labels = new() { KdLossWeight = 0, HardLabelWeight = 2 };
        using MultiTaskDistiller<ToyBatch> distiller = new(
            new TrainingConfig { OutputDir = folder.Path, GradientAccumulationSteps = 2 },
            new DistillationConfig(),
            student,
            new Dictionary<string, DistillationTask<ToyBatch>>
            {
                ["a"] = new(Teacher(teacher), Adapted(student), Toy.Source(examples: 3)) { Distillation = mse, Weight = first },
                ["b"] = new(Teacher(teacher), Adapted(student), Toy.Source(examples: 2)) { Distillation = labels, Weight = second },
            });
        double[] w = Agree.Values(student.weight!), b = Agree.Values(student.bias!);
        double[] tw = Agree.Values(teacher.weight!), tb = Agree.Values(teacher.bias!);
        FirstGradients gradients = new(student);
        distiller.Train(new MultiTaskOptions
        {
            Optimizer = Toy.Options().Optimizer,
            Steps = 1,
            Order = place => place % 2 == 0 ? "a" : "b",
            Observers = [gradients],
        });

        double[] expected = new double[Classes * Width];
        AddGradient(expected, 3, first * 1.5 / 2, (x, _) => [.. Enumerable.Range(0, Classes).Select(
            c => 2 * (Logit(w, b, x, c) - Logit(tw, tb, x, c)) / (3.0 * Classes * 2 * 2))]);
        AddGradient(expected, 2, second * 2 / 2, (x, label) =>
        {
            double[] exponentials = [.. Enumerable.Range(0, Classes).Select(c => Math.Exp(Logit(w, b, x, c)))];
            return [.. exponentials.Select((e, c) => ((e / exponentials.Sum()) - (c == label ? 1 : 0)) / 2.0)];
        });
        Assert.Equal(expected, gradients.Values["weight"], (one, two) => Math.Abs(one - two) < 1e-12);
    }

    [Theory]
    [InlineData(1, 1, 3, 0.75)] // 900 · 1 : 100 · 3
    [InlineData(0, 1, 3, 0.25)]
    [InlineData(0, 2, 2, 0.5)]
    [InlineData(0.5, 1, 6, 1 / 3.0)] // 30 : 10 · 6
    public void Tasks_are_drawn_by_sampling_weight_times_size_to_the_power_of_tau(double tau, double large, double small, double share)
    {
        TaskDraw draw = new([new("large", 900, large), new("small", 100, small)], tau, seed: 3);
        AssertShare(share, 20_000, i => draw.At(i) == "large");
    }

    [Fact]
    public void Tasks_of_unknown_size_are_drawn_by_their_sampling_weights()
    {
        TaskDraw draw = new([new("large", 900, 1), new("unknown", null, 4)], tau: 1, seed: 3);
        AssertShare(0.2, 20_000, i => draw.At(i) == "large");
    }

    [Fact]
    public void Distiller_takes_as_many_micro_batches_of_each_task_as_its_sampling_weight_wants()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(1, 4, seed: 1), student = new(1, 4, seed: 2);
        Dictionary<string, int> drawn = new() { ["a"] = 0, ["b"] = 0 };
        const int Steps = 600;
        using MultiTaskDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig(),
            student,
            new Dictionary<string, DistillationTask<ToyBatch>>
            {
                ["a"] = Counted("a", examples: 6, weight: 1),
                ["b"] = Counted("b", examples: 3, weight: 6),
            });
        distiller.Train(new MultiTaskOptions { Optimizer = Toy.Options().Optimizer, Steps = Steps });
        Assert.Equal(Steps + 2, drawn.Values.Sum()); // both tried out first
        double share = (drawn["a"] - 1.0) / Steps; // 6 · 1 : 3 · 6
        Assert.InRange(share, 0.25 - Tolerance(0.25, Steps), 0.25 + Tolerance(0.25, Steps));

        DistillationTask<ToyBatch> Counted(string name, int examples, double weight) =>
            new(new ModelTeacher<ToyBatch>(teacher.Adapted), student.Adapted, Toy.Source(examples, batchSize: 1))
            {
                SamplingWeight = weight,
                Postprocessor = batch =>
                {
                    drawn[name]++;
                    return batch;
                },
            };
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Weights_that_are_no_numbers_above_0_are_refused_with_their_place(double weight)
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(1, 4, seed: 1), student = new(1, 4, seed: 2);
        string message = Assert.Throws<ConfigurationException>(() => Distiller(
            folder,
            student,
            Task(teacher, student) with { Weight = weight },
            Task(teacher, student) with { SamplingWeight = weight })).Message;
        Assert.Contains("$.tasks.a.weight is", message, StringComparison.Ordinal);
        Assert.Contains("$.tasks.b.sampling_weight is", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_would_do_nothing_or_cannot_be_are_refused()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(1, 4, seed: 1), student = new(1, 4, seed: 2);
        using MultiTaskDistiller<ToyBatch> weighted = Distiller(
            folder, student, Task(teacher, student) with { SamplingWeight = 2 }, Task(teacher, student));
        MultiTaskOptions options = new() { Optimizer = Toy.Options().Optimizer, Steps = 2 };
        Says("$.tasks.a.sampling_weight means nothing beside an Order", () => weighted.Train(options with { Order = _ => "a" }));
        Says("$.tau is 500", () => weighted.Train(options with { Tau = 500 }));
        Says(
            "$.tasks.b.distillation.kd_loss_type: There is no",
            () => Distiller(
                folder, student, Task(teacher, student), Task(teacher, student) with { Distillation = new() { KdLossType = "cee" } }));

        static void Says(string text, Action act) =>
            Assert.Contains(text, Assert.Throws<ConfigurationException>(act).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_with_the_same_matches_share_a_projection_and_other_matches_have_their_own()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1), student = new(2, 4, seed: 2);
        DistillationConfig shared = new() { IntermediateMatches = [Match(1, Projection.Auto)] };
        DistillationConfig other = new() { IntermediateMatches = [Match(2, Projection.Auto)] };
        DistillationConfig sized = new() { IntermediateMatches = [Match(2, new Projection("linear", 4, 6))] };
        DistillationConfig mover = new() { Emd = new EarthMoverConfig { Loss = "hidden_mse", Proj = Projection.Auto } };
        using MultiTaskDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            shared,
            student,
            new Dictionary<string, DistillationTask<ToyBatch>>
            {
                ["a"] = Task(teacher, student),
                ["b"] = Task(teacher, student) with { Distillation = shared with { Temperature = 2 } },
                ["c"] = Task(teacher, student) with { Distillation = other },
                ["d"] = Task(teacher, student) with { Distillation = sized },
                ["e"] = Task(teacher, student) with { Distillation = mover },
            });
        distiller.Train(new MultiTaskOptions { Optimizer = Toy.Options().Optimizer, Steps = 10, Tau = 0 });
        Assert.Equal(
            ["0", "0_c", "0_d", "emd_e_0", "emd_e_1", "emd_e_2", "emd_e_student_weights", "emd_e_teacher_weights"],
            distiller.Projections!.state_dict().Keys.Select(name => name.Split('.')[0]).Distinct().Order(StringComparer.Ordinal));

        static IntermediateMatch Match(int layer, Projection projection) =>
            new() { TeacherLayer = layer, StudentLayer = layer, Feature = "hidden", Loss = "hidden_mse", Proj = projection };
    }

    [Fact]
    public void Teacher_of_a_task_that_caches_is_asked_about_each_example_once_and_the_others_each_time()
    {
        using TemporaryFolder folder = new();
        using Toy first = new(1, 4, seed: 1), second = new(1, 4, seed: 3), student = new(1, 4, seed: 2);
        using MultiTaskDistiller<ToyBatch> distiller = Distiller(
            folder,
            student,
            Task(first, student) with { Distillation = new() { IsCachingLogits = true } },
            Task(second, student));
        distiller.Train(new MultiTaskOptions
        {
            Optimizer = Toy.Options().Optimizer,
            Steps = 20,
            Order = place => place % 2 == 0 ? "a" : "b",
        });
        Assert.Equal((4, 11), (first.Calls, second.Calls)); // 12 examples in batches of 3; the dry run and 10 steps
    }

    private static DistillationTask<ToyBatch> Task(Toy teacher, Toy student) =>
        new(new ModelTeacher<ToyBatch>(teacher.Adapted), student.Adapted, Toy.Source());

    private static MultiTaskDistiller<ToyBatch> Distiller(
        TemporaryFolder folder,
        Toy student,
        DistillationTask<ToyBatch> a,
        DistillationTask<ToyBatch> b) => new(
            Toy.Training(folder),
            new DistillationConfig(),
            student,
            new Dictionary<string, DistillationTask<ToyBatch>> { ["a"] = a, ["b"] = b });

    private static Linear Layer(int seed)
    {
        random.manual_seed(seed);
        return nn.Linear(Width, Classes, dtype: ScalarType.Float64);
    }

    private static AdaptedModel<ToyBatch> Adapted(Linear layer) =>
        Model.From(layer, (ToyBatch batch) => layer.call(batch.X[.., 0])).With((batch, logits) => new Signals
        {
            Logits = logits,
            Losses = nn.functional.cross_entropy(logits, batch.Labels),
        });

    private static ModelTeacher<ToyBatch> Teacher(Linear layer) => new(Adapted(layer));

    private static double Logit(double[] w, double[] b, double[] x, int c) =>
        b[c] + Enumerable.Range(0, Width).Sum(i => w[(c * Width) + i] * x[i]);

    /// <summary>Adds the gradient of the weights for examples of <see cref="ToyBatch"/>, given that of the logits.</summary>
    private static void AddGradient(double[] gradient, int examples, double factor, Func<double[], int, double[]> ofLogits)
    {
        for (int example = 0; example < examples; example++)
        {
            double[] x = [.. Enumerable.Range(0, Width).Select(i => Math.Sin((example * 1.7) + (i * 0.9)))];
            double[] logits = ofLogits(x, example % Classes);
            for (int c = 0; c < Classes; c++) for (int i = 0; i < Width; i++) gradient[(c * Width) + i] += factor * logits[c] * x[i];
        }
    }

    private static void AssertShare(double share, int draws, Func<int, bool> isDrawn)
    {
        double seen = Enumerable.Range(0, draws).Count(isDrawn) / (double)draws;
        Assert.InRange(seen, share - Tolerance(share, draws), share + Tolerance(share, draws));
    }

    /// <summary>Four standard deviations of a share.</summary>
    private static double Tolerance(double share, int draws) => 4 * Math.Sqrt(share * (1 - share) / draws);
}
