using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TextBrewer.Matching;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TextBrewer.Tests.Training;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Distilling;

/// <summary>What TextBrewer 0.2.1 gets wrong, a test for each of its defects; those of the augmentations stand with them.</summary>
public sealed class TextBrewerDefectTests
{
    private static readonly IntermediateMatch Projected = new()
    {
        TeacherLayer = 2,
        StudentLayer = 1,
        Feature = "hidden",
        Loss = "hidden_mse",
        Proj = new("linear", 4, 6)
    };

    [Fact]
    public void Defect_custom_matches_can_never_run()
    {
        CustomMatch match = new()
        {
            TeacherModule = "layers.2",
            StudentModule = "layers.1",
            Loss = (s, t, _) => (s - t).square().mean(),
            Weight = 0.5,
            Proj = new("linear", 4, 6)
        };
        ScalarLog log = Distil(new DistillationConfig(), out _, custom: [match]);
        Assert.Equal(
            log.Scalars[0]["unweighted_kd_loss"] + (0.5 * log.Scalars[0]["unweighted_custom_0"]),
            log.Scalars[0]["total_loss"],
            1e-12);
    }

    [Fact]
    public void Defect_step_mode_without_ckpt_steps_crashes()
    {
        ScalarLog log = Distil(new DistillationConfig(), out _, options => options with { Steps = 5 });
        Assert.Equal([5L], log.Saved);
    }

    [Fact]
    public void Defect_multi_task_runs_shorter_than_one_checkpoint_crash()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1), student = new(1, 4, seed: 2);
        ScalarLog log = new();
        using MultiTaskDistiller<ToyBatch> distiller = new(Toy.Training(
            folder) with
        { CkptSteps = 100 }, new DistillationConfig(), student, new Dictionary<string, DistillationTask<ToyBatch>>
        {
            ["a"] = new(new ModelTeacher<ToyBatch>(teacher.Adapted), student.Adapted, Toy.Source()),
        });
        distiller.Train(new MultiTaskOptions { Optimizer = Toy.Options().Optimizer, Steps = 3, Observers = [log] });
        Assert.Equal([3L], log.Saved);
    }

    [Fact]
    public void Defect_caching_is_switched_off_behind_the_users_back()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1), student = new(1, 4, seed: 2);
        DistillationConfig config = new() { IsCachingLogits = true, IntermediateMatches = [Projected] };
        using GeneralDistiller<ToyBatch> distiller = new(Toy.Training(folder), config, teacher.Adapted, student.Adapted);
        distiller.Train(Toy.Source(), Toy.Options() with { Steps = 30 });
        Assert.Equal((4, true), (teacher.Calls, config.IsCachingLogits));
    }

    [Fact]
    public void Defect_weight_schedules_overwrite_the_users_weight()
    {
        ScalarLog log = Distil(new DistillationConfig
        {
            KdLossWeight = 3,
            KdLossWeightScheduler = "linear_decay",
            HardLabelWeight = 5,
            HardLabelWeightScheduler = "linear_growth"
        }, out _);
        int steps = log.Scalars.Count;
        for (int i = 0; i < steps; i++)
        {
            double x = (double)i / steps;
            Assert.Equal(
                (log.Scalars[i]["unweighted_kd_loss"] * 3 * (1 - x)) + (log.Scalars[i]["unweighted_hard_label_loss"] * 5 * x),
                log.Scalars[i]["total_loss"],
                1e-12);
        }
    }

    [Fact]
    public void Defect_probability_shift_changes_the_teachers_cached_logits_in_place()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(new double[] { 3, 2, 1, 0, 5, 4 }, 2, 3), before = logits.clone();
        using DistillationObjective objective = Objective(new DistillationConfig { ProbabilityShift = true });
        Signals student = new() { Logits = zeros(2, 3, dtype: ScalarType.Float64), Labels = tensor(new long[] { 1, 2 }) };
        double first = Terms(objective, student, new Signals { Logits = logits })[0].Value.item<double>();
        double second = Terms(objective, student, new Signals { Logits = logits })[0].Value.item<double>();
        Assert.Equal(first, second);
        Assert.Equal(Agree.Values(before), Agree.Values(logits));
    }

    [Fact]
    public void Defect_probability_shift_crashes_together_with_a_logits_mask()
    {
        using var scope = NewDisposeScope();
        Tensor mask = tensor(new long[] { 1, 0, 1, 0, 0, 1 }, 2, 3);
        Tensor s = randn(2, 3, 4, dtype: ScalarType.Float64), t = randn(2, 3, 4, dtype: ScalarType.Float64);
        Tensor labels = tensor(new long[] { 0, -100, 2, -100, -100, 3 }, 2, 3);
        using DistillationObjective objective = Objective(new DistillationConfig { ProbabilityShift = true, Temperature = 1 });
        double value = Terms(
            objective,
            new Signals { Logits = s, LogitsMask = mask, Labels = labels },
            new Signals { Logits = t, LogitsMask = mask })[0].Value.item<double>();
        Tensor kept = mask.to(ScalarType.Bool), one = tensor(1.0);
        double expected = new SoftCrossEntropy().Compute(s[kept], ProbabilityShift.Apply(t[kept], labels[kept]), one, null).item<double>();
        Assert.Equal(expected, value);
    }

    [Fact]
    public void Defect_probability_shift_with_an_ignored_rank_2_label_takes_the_last_class()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(new double[] { 3, 2, 1 }, 1, 3);
        Assert.Equal([3, 2, 1], Agree.Values(ProbabilityShift.Apply(logits, tensor(new long[] { -1 }))));
    }

    [Fact]
    public void Defect_one_mask_for_several_logits_crashes()
    {
        using var scope = NewDisposeScope();
        Tensor mask = tensor(new long[] { 1, 0, 1 }, 1, 3);
        Tensor[] s = [randn(1, 3, 4, dtype: ScalarType.Float64), randn(1, 3, 2, dtype: ScalarType.Float64)];
        using DistillationObjective objective = Objective(new DistillationConfig { KdLossType = "mse", Temperature = 1 });
        double value = Terms(
            objective,
            new Signals { Logits = s, LogitsMask = mask },
            new Signals { Logits = s.Select(x => x + 1).ToArray(), LogitsMask = mask })[0].Value.item<double>();
        Assert.Equal(2, value, 1e-12);
    }

    [Fact]
    public void Defect_teachers_keep_dropout_on()
    {
        using var scope = NewDisposeScope();
        using Toy teacher = new(2, 6, seed: 1, dropout: 0.5);
        teacher.train();
        using ToyBatch batch = ToyBatch.Of([0, 1]);
        ModelTeacher<ToyBatch> asked = new(teacher.Adapted);
        Assert.Equal(Agree.Values(asked.Teach(new(batch)).Logits![0]), Agree.Values(asked.Teach(new(batch)).Logits![0]));
        teacher.train();
        Signals once = asked.Teach(new(batch)), twice = asked.Teach(new(batch));
        Assert.Equal(Agree.Values(once.Logits![0]), Agree.Values(twice.Logits![0]));
        Assert.False(once.Logits![0].requires_grad);
    }

    [Theory]
    [InlineData(4, 3, 4)] // a tail of one micro-batch in each of two epochs
    [InlineData(2, 3, 2)] // fewer micro-batches than a window has
    public void Defect_the_tail_of_an_epoch_is_dropped_when_it_does_not_fill_an_accumulation_window(
        int batches,
        int accumulation,
        int steps)
    {
        ScalarLog log = Distil(
            new DistillationConfig(),
            out TrainingResult result,
            training: config => config with { GradientAccumulationSteps = accumulation },
            examples: batches * 3);
        Assert.Equal((steps, 2 * batches), ((int)result.Steps, log.Scalars.Count));
    }

    [Fact]
    public void Defect_a_second_train_adds_the_projections_group_again()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1), student = new(1, 4, seed: 2);
        using GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig { IntermediateMatches = [Projected] },
            teacher.Adapted,
            student.Adapted);
        List<int> groups = [];
        TrainingOptions<ToyBatch> options = Toy.Options() with
        {
            Optimizer = g =>
            {
                groups.Add(g.Count);
                return new AdamW(g, 0.01);
            },
        };
        distiller.Train(Toy.Source(), options);
        distiller.Train(Toy.Source(), options);
        Assert.Equal([2, 2], groups);
    }

    [Fact]
    public void Defect_projections_are_neither_clipped_nor_saved()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1), student = new(1, 4, seed: 2);
        // Nothing but the projection has a gradient to speak of, and its weight is huge.
        DistillationConfig config = new() { KdLossWeight = 0, IntermediateMatches = [Projected with { Weight = 1e6 }] };
        using GeneralDistiller<ToyBatch> distiller = new(Toy.Training(folder), config, teacher.Adapted, student.Adapted);
        double[] before = Values(distiller.Projections!);
        distiller.Train(Toy.Source(), Toy.Options(epochs: 1) with { Optimizer = groups => new Sgd(groups, 1), MaxGradNorm = 1e-3 });
        double moved = Math.Sqrt(before.Zip(Values(distiller.Projections!), (a, b) => (a - b) * (a - b)).Sum());
        Assert.InRange(moved, 1e-6, 4.001e-3);

        using SafetensorsFile saved = SafetensorsFile.Open(Path.Combine(Checkpoint.Newest(folder.Path)!, "projections.safetensors"));
        Assert.Equal(["0.bias", "0.weight"], saved.Entries.Keys.Order());

        static double[] Values(nn.Module module) =>
            [.. module.state_dict().OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => Agree.Values(p.Value))];
    }

    [Fact]
    public void Defect_a_synchronisation_per_loss_and_step_even_when_nothing_is_logged() =>
        // Reading scalars makes tensors; without an observer none are made.
        Assert.True(Created() < Created(new ScalarLog()));

    [Fact]
    public void Defect_checkpoints_hold_the_weights_only()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1), student = new(1, 4, seed: 2);
        using GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig { IntermediateMatches = [Projected] },
            teacher.Adapted,
            student.Adapted);
        distiller.Train(Toy.Source(), Toy.Options());
        Assert.Equal(
            ["manifest.json", "model.safetensors", "optimizer.safetensors", "projections.safetensors", "random.safetensors", "state.json"],
            Directory.EnumerateFiles(Checkpoint.Newest(folder.Path)!).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(2, 1, 1, "2 logits and the teacher's 1")]
    [InlineData(3, 3, 2, "2 logits masks")]
    public void Defect_lists_of_different_length_are_cut_silently(int student, int teacher, int masks, string says)
    {
        using var scope = NewDisposeScope();
        Tensor logits = zeros(1, 3, 2, dtype: ScalarType.Float64), mask = ones(1, 3);
        using DistillationObjective objective = Objective(new DistillationConfig());
        Signals s = new() { Logits = Enumerable.Repeat(logits, student).ToArray(), LogitsMask = Enumerable.Repeat(mask, masks).ToArray() };
        Signals t = new() { Logits = Enumerable.Repeat(logits, teacher).ToArray(), LogitsMask = mask };
        Assert.Contains(says, Assert.Throws<ConfigurationException>(() => Terms(objective, s, t)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defect_dictionaries_that_are_not_exactly_dict_are_rejected()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1), student = new(1, 4, seed: 2);
        using ToyBatch batch = ToyBatch.Of([0, 1, 2]);
        SortedDictionary<string, Tensor> named = new(StringComparer.Ordinal) { ["x"] = batch.X };
        using GeneralDistiller<SortedDictionary<string, Tensor>> distiller = new(
            Toy.Training(folder),
            new DistillationConfig(),
            Adapt(teacher),
            Adapt(student));
        double[] before = student.Weights();
        TrainingResult result = distiller.Train(Batches.Of([named]), new() { Optimizer = Toy.Options().Optimizer });
        Assert.Equal((TrainingStatus.Completed, 1), (result.Status, result.Steps));
        Assert.NotEqual(before, student.Weights());

        static AdaptedModel<SortedDictionary<string, Tensor>> Adapt(Toy model) =>
            Model.From(model, (SortedDictionary<string, Tensor> b) => model.call(b["x"])).With((_, o) => new Signals { Logits = o[0] });
    }

    [Fact]
    public void Defect_an_intermediate_match_changes_the_users_proj_list()
    {
        const string Json = """
            {
              "intermediate_matches": [
                { "layer_T": 2, "layer_S": 1, "feature": "hidden", "loss": "hidden_mse", "proj": ["linear", 4, 6] }
              ]
            }
            """;
        DistillationConfig config = DistillationConfig.FromJson(Json);
        Distil(config, out _);
        Assert.Equal(DistillationConfig.FromJson(Json), config);
    }

    [Fact]
    public void Defect_the_callback_runs_on_every_rank() =>
        // There is one rank: asking for another is an error, not a second callback.
        Assert.Contains("more than one device", Assert.Throws<ConfigurationException>(
            () => Distil(
                new DistillationConfig(),
                out _,
                training: config => config with { LocalRank = 1 })).Message, StringComparison.Ordinal);

    [Fact]
    public void Student_without_parameters_is_an_error_that_names_the_cure()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1);
        using nn.Module empty = nn.Identity();
        AdaptedModel<ToyBatch> student = Model.From(empty, (ToyBatch b) => b.X).With((_, x) => new Signals { Logits = x[.., 0, ..3] });
        using GeneralDistiller<ToyBatch> distiller = new(Toy.Training(folder), new DistillationConfig(), teacher.Adapted, student);
        Assert.Contains(
            "RegisterComponents",
            Assert.Throws<ConfigurationException>(() => distiller.Train(Toy.Source(), Toy.Options())).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hidden_mse", 6, "\"proj\"")]
    [InlineData("cos", 6, "\"proj\"")]
    [InlineData("per_position", 4, "a loss is one number")]
    public void Match_that_cannot_be_computed_is_an_error_before_the_first_step(string loss, int width, string says)
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, width, seed: 1), student = new(1, 4, seed: 2);
        DistillationConfig config = new() { IntermediateMatches = [Projected with { Loss = loss, Proj = null }] };
        Dictionary<string, IMatchLoss> own = new() { ["per_position"] = new DelegateLoss((s, t, _) => (s - t).square().mean([-1])) };
        using GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            config,
            teacher.Adapted,
            student.Adapted,
            new DistillationParts { MatchLosses = own });
        Assert.Contains(
            says,
            Assert.Throws<ConfigurationException>(() => distiller.Train(Toy.Source(), Toy.Options())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Teacher_of_ones_own_that_forgets_about_gradients_is_not_trained()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1), student = new(1, 4, seed: 2);
        using GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig(),
            new PrecomputedTeacher<ToyBatch>(teacher.Adapted.Call),
            student.Adapted);
        distiller.Train(Toy.Source(), Toy.Options());
        Assert.All(teacher.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Checkpoint_gives_the_trained_weights_back()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1), student = new(1, 4, seed: 2), fresh = new(1, 4, seed: 9), other = new(2, 4, seed: 9);
        using (BasicDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig(),
            new ModelTeacher<ToyBatch>(teacher.Adapted),
            student.Adapted))
            distiller.Train(Toy.Source(), Toy.Options());
        Checkpoint.LoadModel(Checkpoint.Newest(folder.Path)!, fresh);
        Assert.Equal(student.Weights(), fresh.Weights());
        Assert.Contains(
            "layers.2.weight",
            Assert.Throws<InvalidDataException>(() => Checkpoint.LoadModel(Checkpoint.Newest(folder.Path)!, other)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Log_dir_of_the_configuration_gets_TextBrewers_scalars()
    {
        using TemporaryFolder logs = new();
        Distil(new DistillationConfig { HardLabelWeight = 1 }, out _, training: config => config with { LogDir = logs.Path });
        string file = Assert.Single(Directory.EnumerateFiles(logs.Path));
        string[] tags = [.. EventFileReader.Scalars(file).Select(point => point.Tag).Distinct()];
        foreach (string tag in new[] {
            "scalar/total_loss",
            "scalar/unweighted_kd_loss",
            "scalar/unweighted_hard_label_loss" }) Assert.Contains(tag, tags);
        Assert.Equal(8, EventFileReader.Scalars(file).Count(point => point.Tag == "scalar/total_loss"));
    }

    [Fact]
    public void Callback_runs_in_evaluation_mode_without_gradients_and_training_goes_on_after_it()
    {
        List<(bool Training, bool Gradients)> seen = [];
        Distil(
            new DistillationConfig(),
            out _,
            options => options with { Callback = (model, _) => seen.Add((model.training, is_grad_enabled())) });
        Assert.Equal([(false, false), (false, false)], seen);
    }

    private static long Created(params ITrainingObserver[] observers)
    {
        long before = DisposeScopeManager.Statistics.CreatedInScopeCount;
        Distil(new DistillationConfig { IntermediateMatches = [Projected] }, out _, options => options with { Observers = observers });
        return DisposeScopeManager.Statistics.CreatedInScopeCount - before;
    }

    private static ScalarLog Distil(
        DistillationConfig config,
        out TrainingResult result,
        Func<TrainingOptions<ToyBatch>, TrainingOptions<ToyBatch>>? options = null,
        Func<TrainingConfig, TrainingConfig>? training = null,
        IReadOnlyList<CustomMatch>? custom = null,
        int examples = 12)
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 6, seed: 1), student = new(1, 4, seed: 2);
        ScalarLog log = new();
        TrainingConfig settings = Toy.Training(folder);
        using GeneralDistiller<ToyBatch> distiller = new(
            training?.Invoke(settings) ?? settings,
            config,
            teacher.Adapted,
            student.Adapted,
            new DistillationParts { CustomMatches = custom ?? [] });
        TrainingOptions<ToyBatch> given = Toy.Options(epochs: 2, log);
        result = distiller.Train(Toy.Source(examples), options?.Invoke(given) ?? given);
        return log;
    }

    private static DistillationObjective Objective(DistillationConfig config) =>
        new(config, new DistillationParts(), ScalarType.Float64, CPU, seed: 0);

    private static IReadOnlyList<LossTerm> Terms(DistillationObjective objective, Signals student, Signals teacher)
    {
        objective.Bind("", student, teacher);
        return objective.Terms("", student, teacher, progress: 0).Terms;
    }
}
