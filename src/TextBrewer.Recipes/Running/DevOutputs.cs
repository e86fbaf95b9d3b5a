using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Running;

/// <summary>What a model gives on a task's dev sets, computed once: metrics and agreement are both read from it.</summary>
internal sealed class DevOutputs
{
    private readonly ITextModel _model;
    private readonly TaskContext _task;
    private readonly IReadOnlyList<IReadOnlyList<float[][]>> _outputs;

    internal DevOutputs(ITextModel model, TaskContext task)
    {
        (_model, _task) = (model, task);
        _outputs = [.. task.Dev?.Items.Select(set => Evaluation.Outputs(model, task.Task, set.Value.Inputs)) ?? []];
    }

    /// <summary>The task's name.</summary>
    internal string Task => _task.Name;

    /// <summary>Metrics of each dev set; null: there is none.</summary>
    internal SingleOrNamed<IReadOnlyDictionary<string, double>>? Metrics => _task.Dev is null
        ? null
        : new([.. _task.Dev.Items.Zip(_outputs, (set, outputs) => KeyValuePair.Create(set.Key, set.Value.Score(outputs).Metrics))]);

    /// <summary>What the model decides, dev set by dev set.</summary>
    internal IEnumerable<string> Decisions => _task.Dev?.Items.Zip(_outputs, (set, outputs) => set.Value.Decisions(outputs)).SelectMany(d => d) ?? [];

    /// <summary>Metrics, size and latency.</summary>
    internal ModelResult Measure() => Evaluation.Measure(_model, _task.Task, _task.Dev, Metrics);
}
