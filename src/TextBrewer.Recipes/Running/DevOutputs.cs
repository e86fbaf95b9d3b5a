using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Running;

/// <summary>What a model gives on a task's dev sets, computed once: metrics, decisions and differences are all read from it.</summary>
internal sealed class DevOutputs
{
    private readonly ITextModel _model;
    private readonly TextTask _task;
    private readonly SingleOrNamed<TaskData>? _sets;
    private readonly IReadOnlyList<IReadOnlyList<float[][]>> _outputs;

    internal DevOutputs(ITextModel model, TextTask task, SingleOrNamed<TaskData>? sets)
    {
        (_model, _task, _sets) = (model, task, sets);
        _outputs = [.. sets?.Items.Select(set => Evaluation.Outputs(model, task, set.Value.Inputs)) ?? []];
    }

    internal DevOutputs(ITextModel model, TaskContext task)
        : this(model, task.Task, task.Dev) => Task = task.Name;

    /// <summary>The task's name; empty where it stands alone.</summary>
    internal string Task { get; } = "";

    /// <summary>Metrics of each dev set; null: there is none.</summary>
    internal SingleOrNamed<IReadOnlyDictionary<string, double>>? Metrics => _sets is null
        ? null
        : new([.. _sets.Items.Zip(_outputs, (set, outputs) => KeyValuePair.Create(set.Key, set.Value.Score(outputs).Metrics))]);

    /// <summary>What the model decides, dev set by dev set.</summary>
    internal IEnumerable<string> Decisions => _sets?.Items.Zip(_outputs, (set, outputs) => set.Value.Decisions(outputs)).SelectMany(d => d) ?? [];

    /// <summary>What the model says about each example of each dev set.</summary>
    internal IReadOnlyList<IReadOnlyList<Judgement>> Judgements => [.. _sets?.Items.Zip(_outputs, (set, outputs) => set.Value.Judge(outputs)) ?? []];

    /// <summary>Metrics, size and latency.</summary>
    internal ModelResult Measure() => Evaluation.Measure(_model, _task, _sets, Metrics);

    /// <summary>The largest difference between two logits.</summary>
    internal double LargestDifference(DevOutputs other) =>
        Logits().Zip(other.Logits(), (a, b) => (double)Math.Abs(a - b)).DefaultIfEmpty().Max();

    /// <summary>The mean square of the differences of logits.</summary>
    internal double MeanSquaredDifference(DevOutputs other) =>
        Logits().Zip(other.Logits(), (a, b) => (double)(a - b) * (a - b)).DefaultIfEmpty().Average();

    private IEnumerable<float> Logits() => _outputs.SelectMany(set => set).SelectMany(text => text).SelectMany(output => output);
}
