using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Collectives;

namespace TextBrewer.Recipes.Evaluating;

/// <summary>What a model gives on a task's dev sets, computed once: metrics, decisions and differences are all read from it.</summary>
internal sealed class EvaluationOutputs
{
    private readonly ITextModel _model;
    private readonly TextTask _task;
    private readonly SingleOrNamed<TaskData>? _sets;
    private readonly IReadOnlyList<IReadOnlyList<float[][]>> _outputs;

    internal EvaluationOutputs(
        ITextModel model,
        TextTask task,
        SingleOrNamed<TaskData>? sets,
        string name = "",
        ICollective? collective = null,
        CancellationToken cancellationToken = default)
    {
        (_model, _task, _sets, Task) = (model, task, sets, name);
        _outputs = [.. sets?.Items.Select(set => Evaluation.Outputs(model, task, set.Value.Inputs, collective, cancellationToken)) ?? []];
    }

    /// <summary>The task's name; empty where it stands alone.</summary>
    internal string Task { get; }

    /// <summary>Metrics of each dev set; null: there is none.</summary>
    internal SingleOrNamed<IReadOnlyDictionary<string, double>>? Metrics => _sets is null
        ? null
        : new([.. _sets.Items.Zip(_outputs, (set, outputs) => KeyValuePair.Create(set.Key, set.Value.Score(outputs).Metrics))]);

    /// <summary>What the decisions are about; null: there is no dev set.</summary>
    internal string? Decided => _sets?.First.Decided;

    /// <summary>How far another model decides as this one does, which may read the same texts in tokens of its own.</summary>
    internal DecisionAgreement Agreement(EvaluationOutputs other) => _sets is null || other._sets is null
        ? default
        : Enumerable.Range(0, _outputs.Count).Select(i => Agreement(other, i)).Aggregate((one, more) => one.With(more));

    private DecisionAgreement Agreement(EvaluationOutputs other, int set)
    {
        (TaskData own, TaskData its) = (_sets!.Items[set].Value, other._sets!.Items[set].Value);
        return own.Found(_outputs[set]) is { } first && its.Found(other._outputs[set]) is { } second
            ? DecisionAgreement.Of(first, second)
            : DecisionAgreement.Of(own.Decisions(_outputs[set]), its.Decisions(other._outputs[set]));
    }

    /// <summary>What the model says about each example of each dev set.</summary>
    internal IReadOnlyList<IReadOnlyList<PredictionRecord>> Records =>
        [.. _sets?.Items.Zip(_outputs, (set, outputs) => set.Value.Records(outputs)) ?? []];

    /// <summary>How many examples of each dev set were scored, and the metrics on resamples of them, the same for every model.</summary>
    internal IReadOnlyList<KeyValuePair<string, ResampledMetrics>> Resampled(CancellationToken cancellationToken = default) =>
        [.. _sets?.Items.Zip(
            _outputs,
            (set, outputs) => KeyValuePair.Create(set.Key, ResampledMetrics.Of(set.Value.Counted(outputs), cancellationToken))) ?? []];

    /// <summary>Metrics, size and latency.</summary>
    internal ModelResult Measure(CancellationToken cancellationToken = default) =>
        Evaluation.Measure(_model, _task, _sets, Metrics, cancellationToken);

    /// <summary>The largest difference between two logits; NaN where one is no number, which LINQ's own maximum would pass over.</summary>
    internal double LargestDifference(EvaluationOutputs other) =>
        Differences(other).Aggregate(0.0, (most, difference) => Math.Max(most, Math.Abs(difference)));

    /// <summary>The mean square of the differences of logits.</summary>
    internal double MeanSquaredDifference(EvaluationOutputs other) =>
        Differences(other).DefaultIfEmpty().Average(difference => difference * difference);

    // Text by text: one that was read in a batch has the values of its padding behind its own, one that was read alone has none.
    private IEnumerable<double> Differences(EvaluationOutputs other) =>
        from sets in _outputs.Zip(other._outputs)
        from texts in sets.First.Zip(sets.Second)
        from outputs in _task.Comparable(texts.First).Zip(_task.Comparable(texts.Second))
        from logits in outputs.First.Zip(outputs.Second)
        select (double)logits.First - logits.Second;
}
