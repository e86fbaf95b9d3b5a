using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Runs;

/// <summary>What a run's models are worth on the dev data of its tasks.</summary>
internal static class RunEvaluation
{
    /// <summary>What the trained model gives on the dev data of each task.</summary>
    /// <param name="context">The run.</param>
    /// <param name="model">The model.</param>
    /// <param name="most">The most examples of each dev set; null: all.</param>
    internal static IReadOnlyList<EvaluationOutputs> Student(RunContext context, TrainedModel model, int? most = null) =>
        [.. context.Tasks.Select((task, i) => Outputs(
            context,
            task.Name,
            (new EncoderTextModel(model.Heads[i]),
                task.Task,
                most is int count ? task.Dev?.Select(data => data.Sample(count)) : task.Dev)))];

    /// <summary>Whether the model's answers to some of the training texts of each task are finite numbers.</summary>
    internal static bool IsFinite(RunContext context, TrainedModel model)
    {
        const int Texts = 32;
        return context.Tasks.Select((task, i) => Evaluation.Outputs(
                new EncoderTextModel(model.Heads[i]),
                task.Task,
                Spread.Of(task.Labelled, Texts),
                cancellationToken: context.Cancellation))
            .All(outputs => outputs.All(text => text.All(logits => logits.All(float.IsFinite))));
    }

    /// <summary>What the teachers give on the dev data of each task.</summary>
    internal static IReadOnlyList<EvaluationOutputs> Teachers(RunContext context) =>
        [.. context.Tasks.Select(task => Outputs(context, task.Name, task.Judged!.Value))];

    /// <summary>Metrics on each dev set; null: there is none.</summary>
    internal static SingleOrNamed<IReadOnlyDictionary<string, double>>? Metrics(IReadOnlyList<EvaluationOutputs> outputs) =>
        Joined([.. outputs.Select(o => (o.Task, o.Metrics))]);

    /// <summary>The metrics of every dev set in one table: <c>accuracy</c>, or with the set's name <c>matched/accuracy</c>.</summary>
    internal static IReadOnlyDictionary<string, double> Flat(SingleOrNamed<IReadOnlyDictionary<string, double>> dev) =>
        dev.Items.SelectMany(
            set => set.Value.Select(
                metric => (Name: set.Key.Length == 0
                    ? metric.Key
                    : $"{set.Key}/{metric.Key}", metric.Value))).ToDictionary(m => m.Name, m => m.Value);

    /// <summary>Metrics, size and latency of the trained model.</summary>
    internal static ModelResult Measure(
        TrainedModel model,
        IReadOnlyList<EvaluationOutputs> outputs,
        CancellationToken cancellationToken) => Measure(outputs, cancellationToken) with
        {
            Parameters = Models.Pretrained.ModelSize.Parameters(model.Module),
            Bytes = Models.Pretrained.ModelSize.Bytes(model.Module),
        };

    /// <summary>Metrics, size and latency of the teachers; those of several tasks are counted together.</summary>
    internal static ModelResult Measure(IReadOnlyList<EvaluationOutputs> outputs, CancellationToken cancellationToken) =>
        Joined([.. outputs.Select(o => (o.Task, o.Measure(cancellationToken)))]);

    /// <summary>
    /// The share of dev decisions, of entities of those that either finds, on which student and teacher agree; null: there are none.
    /// </summary>
    internal static double? Agreement(IReadOnlyList<EvaluationOutputs> teachers, IReadOnlyList<EvaluationOutputs> student) =>
        teachers.Zip(student, (teacher, own) => teacher.Agreement(own)).Aggregate((one, more) => one.With(more)).Share;

    /// <summary>What an agreement is counted over; null: there is no dev data.</summary>
    internal static string? Decided(IReadOnlyList<EvaluationOutputs> outputs) =>
        outputs.Select(o => o.Decided).OfType<string>().Distinct().ToArray() switch { [] => null, [var one] => one, _ => "decisions" };

    /// <summary>What was measured for each task, as of one model.</summary>
    internal static ModelResult Joined(IReadOnlyList<(string Task, ModelResult Result)> tasks)
    {
        if (tasks.Count == 1) return tasks[0].Result;
        double[] latencies = [.. tasks.Select(t => t.Result.LatencyMs).OfType<IReadOnlyDictionary<string, double>>().Select(l => l["p50"])];
        return new ModelResult(
            Joined([.. tasks.Select(t => (t.Task, t.Result.Dev))]),
            tasks.Aggregate((long?)0, (sum, t) => sum + t.Result.Parameters),
            tasks.Sum(t => t.Result.Bytes),
            latencies.Length == 0 ? null : new Dictionary<string, double> { ["p50"] = Math.Round(latencies.Average(), 3) });
    }

    private static SingleOrNamed<IReadOnlyDictionary<string, double>>? Joined(
        IReadOnlyList<(string Task, SingleOrNamed<IReadOnlyDictionary<string, double>>? Dev)> tasks)
    {
        if (tasks.Count == 1) return tasks[0].Dev;
        KeyValuePair<string, IReadOnlyDictionary<string, double>>[] all = [.. Named(tasks.Select(t => (t.Task, t.Dev?.Items ?? [])))];
        return all.Length == 0 ? null : new(all);
    }

    /// <summary>What there is for each dev set of each task, under the names that <c>result.json</c> has for them.</summary>
    internal static IEnumerable<KeyValuePair<string, T>> Named<T>(
        IEnumerable<(string Task, IReadOnlyList<KeyValuePair<string, T>> Sets)> tasks) =>
        from task in tasks
        from set in task.Sets
        select KeyValuePair.Create(SetName(task.Task, set.Key), set.Value);

    /// <summary>The name of a task's dev set in <c>result.json</c>.</summary>
    internal static string SetName(string task, string set) => task.Length == 0 ? set : set.Length == 0 ? task : $"{task}/{set}";

    private static EvaluationOutputs Outputs(
        RunContext context,
        string name,
        (ITextModel Model, TextTask Task, SingleOrNamed<TaskData>? Dev) judged) => new(
        judged.Model,
        judged.Task,
        judged.Dev,
        name,
        context.Host.Collective,
        context.Host.Collective.Size == 1 ? context.Cancellation : CancellationToken.None);
}
