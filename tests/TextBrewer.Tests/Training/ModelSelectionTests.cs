using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TextBrewer.Training;

namespace TextBrewer.Tests.Training;

/// <summary>Evaluations while a run trains: which model it hands over, when it ends.</summary>
public sealed class ModelSelectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Model_of_the_best_evaluation_is_handed_over_and_its_checkpoint_is_kept()
    {
        // Twelve steps, evaluated after every second; the fourth step is the best.
        Dictionary<long, double[]> weights = [];
        (TrainingResult result, double[] last) = Train(
            new TrainingConfig { EvalSteps = 2, KeepCheckpoints = 1 },
            [0.1, 0.9, 0.5, 0.9, 0.2, 0.3],
            weights);
        Assert.Equal(new BestEvaluation(4, "accuracy", 0.9), result.Best);
        Assert.True(result.IsBest);
        Assert.Equal(weights[4], last);
        Assert.Equal(["gs12", "gs4"], Checkpoint.All(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Last_model_is_handed_over_where_the_settings_say_so()
    {
        Dictionary<long, double[]> weights = [];
        (TrainingResult result, double[] last) = Train(
            new TrainingConfig { EvalSteps = 4, LoadBestModelAtEnd = false, KeepCheckpoints = null },
            [0.9, 0.5, 0.1],
            weights);
        Assert.Equal((4, false), (result.Best!.Step, result.IsBest));
        Assert.Equal(weights[12], last);
    }

    [Theory]
    [InlineData("loss", null, 8)]
    [InlineData("perplexity", null, 8)]
    [InlineData("dev/perplexity", null, 8)]
    [InlineData("loss", true, 4)]
    [InlineData("accuracy", null, 4)]
    [InlineData("accuracy", false, 8)]
    public void Metric_and_its_direction_decide_which_evaluation_is_the_best(string metric, bool? greater, long best)
    {
        (TrainingResult result, _) = Train(
            new TrainingConfig { MetricForBestModel = metric, GreaterIsBetter = greater },
            [0.7, 0.3, 0.5],
            metric: metric);
        Assert.Equal(best, result.Best!.Step);
    }

    [Fact]
    public void Evaluation_that_is_no_number_is_never_the_best()
    {
        (TrainingResult result, _) = Train(new TrainingConfig(), [double.NaN, 0.1, double.PositiveInfinity]);
        Assert.Equal(8, result.Best!.Step);
        (TrainingResult none, _) = Train(new TrainingConfig(), [double.NaN, double.NaN, double.NaN]);
        Assert.Equal((null, false), (none.Best, none.IsBest));
    }

    [Fact]
    public void Run_ends_after_as_many_evaluations_that_are_no_better_as_the_patience_allows()
    {
        Dictionary<long, double[]> weights = [];
        (TrainingResult result, double[] last) = Train(
            new TrainingConfig { EvalSteps = 1, EarlyStoppingPatience = 3 },
            [0.1, 0.5, 0.4, 0.5, 0.3, 0.9],
            weights);
        Assert.Equal((TrainingStatus.Completed, 5, true), (result.Status, result.Steps, result.EndedEarly));
        Assert.Equal(weights[2], last);
        // Resumed, it knows that it is over.
        (TrainingResult again, double[] same) = Train(
            new TrainingConfig { EvalSteps = 1, EarlyStoppingPatience = 3 },
            [],
            resume: true);
        Assert.Equal((5, true), (again.Steps, again.EndedEarly));
        Assert.Equal(last, same);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    public void Best_value_and_patience_survive_a_resume(int stopAfter)
    {
        double[] values = [0.3, 0.6, 0.2, 0.5, 0.1, 0.2];
        TrainingConfig config = new() { EvalSteps = 2, EarlyStoppingPatience = 3 };
        (TrainingResult expected, double[] weights) = Train(config, values);
        using TemporaryFolder parts = new();
        using CancellationTokenSource stop = new();
        Train(config, values, stopAfter: (stopAfter, stop), folder: parts);
        (TrainingResult resumed, double[] same) = Train(config, values, resume: true, folder: parts);
        Assert.Equal((expected.Best, expected.Steps, expected.EndedEarly), (resumed.Best, resumed.Steps, resumed.EndedEarly));
        // Matrix products of batches made anew may differ in the last bit.
        Agree.Assert(weights, same, 1e-12, "weights");
    }

    [Fact]
    public void Evaluation_that_is_stopped_is_made_up_for_when_the_run_goes_on()
    {
        using CancellationTokenSource stop = new();
        TrainingConfig config = new() { EvalSteps = 4 };
        (TrainingResult stopped, _) = Train(config, [0.1], cancelIn: (2, stop));
        Assert.Equal((TrainingStatus.Stopped, 8), (stopped.Status, stopped.Steps));
        Evaluations heard = new();
        Train(config, [0.1, 0.9, 0.4], resume: true, observer: heard);
        Assert.Equal([(8L, 0.9), (12, 0.4)], heard.All);
    }

    [Theory]
    [InlineData("eval_steps")]
    [InlineData("metric_for_best_model")]
    [InlineData("greater_is_better")]
    [InlineData("load_best_model_at_end")]
    [InlineData("early_stopping_patience")]
    public void Setting_that_needs_evaluations_is_refused_where_there_are_none(string setting)
    {
        TrainingConfig config = setting switch
        {
            "eval_steps" => new() { EvalSteps = 1 },
            "metric_for_best_model" => new() { MetricForBestModel = "accuracy" },
            "greater_is_better" => new() { GreaterIsBetter = true },
            "load_best_model_at_end" => new() { LoadBestModelAtEnd = true },
            _ => new() { EarlyStoppingPatience = 1 },
        };
        string message = Assert.Throws<ConfigurationException>(() => Train(config, null)).Message;
        Assert.Contains($"$.{setting} needs evaluations", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metric_that_no_evaluation_gives_is_named_with_those_that_it_gives()
    {
        string message = Assert.Throws<ConfigurationException>(
            () => Train(new TrainingConfig { MetricForBestModel = "f1" }, [0.1, 0.2, 0.3])).Message;
        Assert.Contains("'f1', and an evaluation gives accuracy", message, StringComparison.Ordinal);
    }

    /// <summary>Trains twelve steps in three epochs; evaluations come to values in their order, counted by the run's step.</summary>
    private (TrainingResult Result, double[] Weights) Train(
        TrainingConfig config,
        double[]? values,
        Dictionary<long, double[]>? weights = null,
        string metric = "accuracy",
        bool resume = false,
        (int, CancellationTokenSource)? stopAfter = null,
        (int Evaluation, CancellationTokenSource Source)? cancelIn = null,
        TemporaryFolder? folder = null,
        ITrainingObserver? observer = null)
    {
        string output = (folder ?? _folder).Path;
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2, dropout: 0.1);
        using GeneralDistiller<ToyBatch> distiller = new(
            config with { OutputDir = output },
            new DistillationConfig(),
            teacher.Adapted,
            student.Adapted);
        StepCount count = new();
        CancellationToken token = (cancelIn?.Source ?? stopAfter?.Item2)?.Token ?? default;
        ITrainingObserver[] observers = [count, new ScalarLog { StopAfter = stopAfter }];
        TrainingResult result = distiller.Train(
            Toy.Source(shuffle: true),
            Toy.Options(3, observer is null ? observers : [.. observers, observer]) with
            {
                ResumeFrom = resume ? Checkpoint.Newest(output) : null,
                Evaluator = values is null ? null : _ =>
                {
                    if (weights is not null) weights[count.Step] = student.Weights();
                    int evaluation = (int)(count.Step / (config.EvalSteps ?? 4));
                    if (evaluation == cancelIn?.Evaluation)
                    {
                        cancelIn.Value.Source.Cancel();
                        token.ThrowIfCancellationRequested();
                    }
                    return new Dictionary<string, double> { [metric] = values[evaluation - 1] };
                },
            },
            token);
        return (result, student.Weights());
    }

    private sealed class StepCount : ITrainingObserver
    {
        internal long Step { get; private set; }

        public void Starting(RunStart start) => Step = start.Step;

        void ITrainingObserver.Step(StepReport report) => Step = report.Step;
    }

    private sealed class Evaluations : ITrainingObserver
    {
        internal List<(long Step, double Value)> All { get; } = [];

        public void Evaluated(long step, IReadOnlyDictionary<string, double> metrics) => All.Add((step, metrics.Values.Single()));
    }
}
