using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Running;

/// <summary>What a run's models are worth on the dev data of its tasks.</summary>
internal static class RunMeasures
{
    /// <summary>Metrics of a model on each dev set; null: there is none.</summary>
    internal static SingleOrNamed<IReadOnlyDictionary<string, double>>? Metrics(RunContext context, TrainedModel model) =>
        Joined([.. context.Tasks.Select((task, i) => (task.Name, task.Dev?.Select(dev => Evaluation.Score(new FolderModel(model.Heads[i]), task.Task, dev).Metrics)))]);

    /// <summary>The same under names of their own: <c>accuracy</c>, <c>matched/accuracy</c>.</summary>
    internal static IReadOnlyDictionary<string, double> Flat(SingleOrNamed<IReadOnlyDictionary<string, double>> dev) =>
        dev.Items.SelectMany(set => set.Value.Select(metric => (Name: set.Key.Length == 0 ? metric.Key : $"{set.Key}/{metric.Key}", metric.Value))).ToDictionary(m => m.Name, m => m.Value);

    /// <summary>Metrics, size and latency of the trained model.</summary>
    internal static ModelResult Measure(RunContext context, TrainedModel model) =>
        Joined([.. context.Tasks.Select((task, i) => (task.Name, Evaluation.Measure(new FolderModel(model.Heads[i]), task.Task, task.Dev)))]) with
        {
            Parameters = Models.Pretrained.ModelSize.Parameters(model.Module),
            Bytes = Models.Pretrained.ModelSize.Bytes(model.Module),
        };

    /// <summary>The same of the teachers; several tasks' teachers are counted together.</summary>
    internal static ModelResult Teachers(RunContext context) =>
        Joined([.. context.Tasks.Select(task => (task.Name, Evaluation.Measure(task.Teacher!, task.Task, task.Dev)))]);

    /// <summary>The share of dev examples on which the student gives its teacher's label; null: there are none.</summary>
    internal static double? Agreement(RunContext context, TrainedModel model)
    {
        List<string> teacher = [], student = [];
        for (int i = 0; i < context.Tasks.Count; i++)
        {
            TaskContext task = context.Tasks[i];
            foreach ((_, TaskData data) in task.Dev?.Items ?? [])
            {
                teacher.AddRange(data.Decisions(Evaluation.Outputs(task.Teacher!, task.Task, data.Inputs)));
                student.AddRange(data.Decisions(Evaluation.Outputs(new FolderModel(model.Heads[i]), task.Task, data.Inputs)));
            }
        }
        return teacher.Count == 0 ? null : Evaluation.Agreement(teacher, student);
    }

    private static ModelResult Joined(IReadOnlyList<(string Task, ModelResult Result)> tasks)
    {
        if (tasks.Count == 1) return tasks[0].Result;
        double[] latencies = [.. tasks.Select(t => t.Result.LatencyMs).OfType<IReadOnlyDictionary<string, double>>().Select(l => l["p50"])];
        return new ModelResult(
            Joined([.. tasks.Select(t => (t.Task, t.Result.Dev))]),
            tasks.Aggregate((long?)0, (sum, t) => sum + t.Result.Parameters),
            tasks.Sum(t => t.Result.Bytes),
            latencies.Length == 0 ? null : new Dictionary<string, double> { ["p50"] = Math.Round(latencies.Average(), 3) });
    }

    private static SingleOrNamed<IReadOnlyDictionary<string, double>>? Joined(IReadOnlyList<(string Task, SingleOrNamed<IReadOnlyDictionary<string, double>>? Dev)> tasks)
    {
        if (tasks.Count == 1) return tasks[0].Dev;
        KeyValuePair<string, IReadOnlyDictionary<string, double>>[] all =
            [.. tasks.Where(t => t.Dev is not null).SelectMany(t => t.Dev!.Items.Select(d => new KeyValuePair<string, IReadOnlyDictionary<string, double>>(d.Key.Length == 0 ? t.Task : $"{t.Task}/{d.Key}", d.Value)))];
        return all.Length == 0 ? null : new(all);
    }
}
