using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TextBrewer.Matching;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Schedules;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TextBrewer.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Distilling;

/// <summary>An instance stands wherever a configuration names something, and custom matches look into any teacher of any task.</summary>
public sealed class PartsTests
{
    private static readonly IntermediateMatch Match = new() { TeacherLayer = 2, StudentLayer = 1, Feature = "hidden", Loss = "hidden_mse" };

    [Fact]
    public void Instances_stand_for_names_of_every_kind()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1), student = new(1, 4, seed: 2);
        DistillationConfig config = new()
        {
            KdLossType = "half",
            KdLossWeightScheduler = "half",
            TemperatureScheduler = "half",
            IntermediateMatches = [Match with { Loss = "half", Proj = new Projection("half", 4, 6), WeightScheduler = "half" }],
        };
        DistillationParts parts = new()
        {
            KdLosses = new Dictionary<string, IDistillationLoss> { ["half"] = new LogitsMeanSquaredError() },
            MatchLosses = new Dictionary<string, IMatchLoss> { ["half"] = new DelegateLoss((s, t, _) => (s - t).square().mean()) },
            WeightSchedules = new Dictionary<string, Func<double, double>> { ["half"] = _ => 0.5 },
            TemperatureSchedules = new Dictionary<string, TemperatureSchedule>
            {
                ["half"] = (s, _, given) => tensor(given / 2, dtype: s.dtype)
            },
            Projections = new Dictionary<string, ProjectionFactory> { ["half"] = (from, to) => nn.Linear(from, to, hasBias: false) },
        };
        ScalarLog log = new();
        using GeneralDistiller<ToyBatch> distiller = new(Toy.Training(folder), config, teacher.Adapted, student.Adapted, parts);
        distiller.Train(Toy.Source(), Toy.Options(epochs: 1, log));

        Assert.Equal(["0.weight"], distiller.Projections!.state_dict().Keys);
        IReadOnlyDictionary<string, double> first = log.Scalars[0];
        double expected = (0.5 * first["unweighted_kd_loss"]) + (0.5 * first["unweighted_hidden_half_1_2"]);
        Assert.Equal(expected, first["total_loss"], 1e-12);
    }

    [Fact]
    public void Registered_name_gives_way_to_the_instance_of_a_run_alone()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1), student = new(1, 4, seed: 2);
        int asked = 0;
        DistillationParts parts = new()
        {
            WeightSchedules = new Dictionary<string, Func<double, double>> { ["linear_decay"] = x => { asked++; return x; } }
        };
        DistillationConfig config = new() { KdLossWeightScheduler = "linear_decay" };
        using (GeneralDistiller<ToyBatch> distiller = new(Toy.Training(folder), config, teacher.Adapted, student.Adapted, parts))
            distiller.Train(Toy.Source(), Toy.Options(epochs: 1));
        Assert.True(asked > 4, $"asked {asked} times in four steps and a dry run");
        Assert.Equal(0.75, WeightSchedules.Names.Make("linear_decay")(0.25));
    }

    [Fact]
    public void Match_weight_follows_its_schedule()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        DistillationConfig config = DistillationConfig.FromJson("""
            {
              "kd_loss_weight": 0,
              "intermediate_matches": [
                {
                  "layer_T": 2, "layer_S": 1, "feature": "hidden", "loss": "hidden_mse",
                  "weight": 3, "weight_scheduler": "linear_decay"
                }
              ]
            }
            """);
        ScalarLog log = new();
        using (GeneralDistiller<ToyBatch> distiller = new(Toy.Training(folder), config, teacher.Adapted, student.Adapted))
            distiller.Train(Toy.Source(), Toy.Options(epochs: 1, log));
        for (int step = 0; step < 4; step++)
            Assert.Equal(
                3 * (1 - (step / 4.0)) * log.Scalars[step]["unweighted_hidden_hidden_mse_1_2"],
                log.Scalars[step]["total_loss"],
                1e-12);
    }

    [Fact]
    public void Custom_match_looks_into_the_second_of_several_teachers()
    {
        using TemporaryFolder folder = new();
        using Toy first = new(2, 6, seed: 1), second = new(3, 4, seed: 3), student = new(1, 4, seed: 2);
        CustomMatch match = new() { Teacher = 1, TeacherModule = "layers.3", StudentModule = "layers.1", Loss = Distance };
        ScalarLog log = new();
        using (MultiTeacherDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig(),
            [first.Adapted, second.Adapted],
            student.Adapted,
            new MultiTeacherParts { CustomMatches = [match], Weights = [1, 3] }))
            distiller.Train(Toy.Source(), Toy.Options(epochs: 8, log));
        Assert.True(log.Scalars[^1]["unweighted_custom_0"] < log.Scalars[0]["unweighted_custom_0"]);
    }

    [Fact]
    public void Custom_match_of_one_task_is_a_term_of_that_task_alone()
    {
        using TemporaryFolder folder = new();
        using Toy first = new(2, 4, seed: 1), second = new(3, 4, seed: 3), student = new(1, 4, seed: 2);
        CustomMatch ofB = new() { Task = "b", TeacherModule = "layers.3", StudentModule = "layers.1", Loss = Distance, Name = "of_b" };
        CustomMatch ofAll = new() { TeacherModule = "layers.2", StudentModule = "layers.1", Loss = Distance, Name = "of_all" };
        ScalarLog log = new();
        using MultiTaskDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig(),
            student,
            Tasks(student, first, second),
            new DistillationParts { CustomMatches = [ofB, ofAll] });
        distiller.Train(
            new() { Optimizer = Toy.Options().Optimizer, Steps = 4, Observers = [log], Order = place => place % 2 == 0 ? "a" : "b" });
        Assert.All(log.Scalars, scalars => Assert.Contains("unweighted_of_all", scalars.Keys));
        Assert.Equal([false, true, false, true], log.Scalars.Select(scalars => scalars.ContainsKey("unweighted_of_b")));
    }

    [Fact]
    public void Custom_match_of_a_teacher_without_modules_or_of_a_task_that_is_not_there_is_an_error()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        CustomMatch match = new() { TeacherModule = "layers.2", StudentModule = "layers.1", Loss = Distance };
        PrecomputedTeacher<ToyBatch> outputs = new(_ => new Signals());
        DistillationParts parts = new() { CustomMatches = [match] };
        string message = Assert.Throws<ConfigurationException>(
            () => new GeneralDistiller<ToyBatch>(Toy.Training(folder), new DistillationConfig(), outputs, student.Adapted, parts)).Message;
        Assert.Contains("teacher 0, which is no module", message, StringComparison.Ordinal);

        DistillationParts unknown = new() { CustomMatches = [match with { Task = "c" }] };
        message = Assert.Throws<ConfigurationException>(() => new MultiTaskDistiller<ToyBatch>(
            Toy.Training(folder), new DistillationConfig(), student, Tasks(student, teacher, teacher), unknown)).Message;
        Assert.Contains("the tasks are a, b", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defect_a_deeper_second_teacher_is_matched_at_the_first_ones_layers()
    {
        using TemporaryFolder folder = new();
        using Toy first = new(2, 6, seed: 1), second = new(4, 8, seed: 3), student = new(2, 4, seed: 2);
        ScalarLog log = new();
        using MultiTaskDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig { IntermediateMatches = "evenly:hidden_mse" },
            student,
            Tasks(student, first, second));
        distiller.Train(
            new() { Optimizer = Toy.Options().Optimizer, Steps = 2, Observers = [log], Order = place => place == 0 ? "a" : "b" });
        string[] a = ["unweighted_hidden_hidden_mse_0_0", "unweighted_hidden_hidden_mse_1_1", "unweighted_hidden_hidden_mse_2_2"];
        string[] b = ["unweighted_hidden_hidden_mse_0_0", "unweighted_hidden_hidden_mse_1_2", "unweighted_hidden_hidden_mse_2_4"];
        Assert.Equal(a, log.Scalars[0].Keys.Where(name => name.Contains("hidden", StringComparison.Ordinal)));
        Assert.Equal(b, log.Scalars[1].Keys.Where(name => name.Contains("hidden", StringComparison.Ordinal)));
        // Another width, another projection.
        Dictionary<string, Tensor> projections = distiller.Projections!.state_dict();
        Assert.Equal([6, 4], projections["1.weight"].shape);
        Assert.Equal([8, 4], projections["1_b.weight"].shape);
    }

    [Fact]
    public void Evenly_takes_a_loss_of_ones_own_by_what_it_says_of_itself()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(4, 6, seed: 1), student = new(2, 4, seed: 2);
        DistillationParts parts = new() { MatchLosses = new Dictionary<string, IMatchLoss> { ["norms"] = new Norms() } };
        ScalarLog log = new();
        using GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig { IntermediateMatches = "evenly:norms" },
            teacher.Adapt((b, o) => new Signals { Logits = o[0], Value = o[2..] }),
            student.Adapt((b, o) => new Signals { Logits = o[0], Value = o[2..] }),
            parts);
        distiller.Train(Toy.Source(), Toy.Options(epochs: 1, log));
        Assert.Equal(["total_loss", "unweighted_kd_loss", "unweighted_value_norms_0_1", "unweighted_value_norms_1_3"], log.Scalars[0].Keys);
        Assert.Null(distiller.Projections);
    }

    [Fact]
    public void New_feature_is_a_row_and_what_an_adaptor_sets()
    {
        Feature gates = Features.Find("gates")
            ?? Features.Register(new Feature("gates", Axis.Batch, Axis.Length, Axis.Width) { HasLayers = true });
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        DistillationConfig config = new()
        {
            IsCachingLogits = true,
            IntermediateMatches = [Match with { TeacherLayer = 1, StudentLayer = 0, Feature = "gates" }]
        };
        ScalarLog log = new();
        using (GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            config,
            teacher.Adapt((b, o) => new Signals { Logits = o[0], [gates] = o[2..] }),
            student.Adapt((b, o) => new Signals { Logits = o[0], InputsMask = b.Mask, [gates] = o[2..] })))
            distiller.Train(Toy.Source(shuffle: true), Toy.Options(epochs: 8, log));
        Assert.True(log.Scalars[^1]["unweighted_gates_hidden_mse_0_1"] < log.Scalars[0]["unweighted_gates_hidden_mse_0_1"]);
        Assert.Equal(4, teacher.Calls);
        Assert.Contains(
            "there is a feature",
            Assert.Throws<ConfigurationException>(() => Features.Register(gates)).Message,
            StringComparison.OrdinalIgnoreCase);
    }

    private static Tensor Distance(Tensor s, Tensor t, Tensor? mask) => (s - t).square().mean();

    private static Dictionary<string, DistillationTask<ToyBatch>> Tasks(Toy student, Toy first, Toy second) => new()
    {
        ["a"] = new(new ModelTeacher<ToyBatch>(first.Adapted), student.Adapted, Toy.Source(examples: 6)),
        ["b"] = new(new ModelTeacher<ToyBatch>(second.Adapted), student.Adapted, Toy.Source(examples: 6)),
    };

    private sealed class Norms : IMatchLoss
    {
        public Feature Feature => Features.Value;

        public bool WidthsMayDiffer => true;

        public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask) =>
            (student[0].norm() - teacher[0].norm()).square();
    }
}
