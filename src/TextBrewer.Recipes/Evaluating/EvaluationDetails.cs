using TextBrewer.Naming;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Metrics;
using TextBrewer.Text.Tasks;
using TextBrewer.Torch.Files;

namespace TextBrewer.Recipes.Evaluating;

/// <summary>What a model says about the examples of a file, one by one: its score, and where it is right and wrong.</summary>
public sealed class EvaluationDetails
{
    // The name of what was asked, where predictions name versions of a run.
    private const string Version = "model";

    private readonly string _task;
    private readonly AnswerForm _form;
    private readonly IReadOnlyList<ReadableExample> _examples;
    private readonly IReadOnlyList<PredictionRecord> _records;
    private readonly CountedExamples _counted;

    internal EvaluationDetails(string task, TaskData data, IReadOnlyList<float[][]> outputs)
    {
        (_task, _form) = (task, Form(task));
        (_examples, _records, _counted, Score) = (data.Examples, data.Records(outputs), data.Counted(outputs), data.Score(outputs));
    }

    /// <summary>How good the model is.</summary>
    public TaskScore Score { get; }

    /// <summary>
    /// How far each metric may be off because other examples could have been drawn (<see cref="Bootstrap"/>), as a run's
    /// <c>result.json</c> has it; a metric without finite values has none.
    /// </summary>
    /// <param name="cancellationToken">Stops after the resample at hand.</param>
    public IReadOnlyDictionary<string, Interval> Intervals(CancellationToken cancellationToken = default) =>
        ResampledMetrics.Of(_counted, cancellationToken).Uncertainty.Intervals;

    /// <summary>How well it knows each label, in ordinal order; of tagged words, each type of entity.</summary>
    /// <exception cref="ConfigurationException">The task has no labels.</exception>
    public IReadOnlyDictionary<string, LabelScore> Labels()
    {
        CheckLabels(_task);
        if (_form == AnswerForm.Tags)
        {
            EntityMetrics metrics = new(
                [.. Known.Select(pair => pair.Gold.Values)],
                [.. Known.Select(pair => pair.Decision.Values)]);
            return metrics.Types.ToDictionary(
                type => type.Type,
                type => new LabelScore(type.Precision, type.Recall, type.F1, type.Support));
        }
        (IReadOnlyList<string> Gold, IReadOnlyList<string> Decision)[] pairs =
            [.. Known.Select(pair => (pair.Gold.Values, pair.Decision.Values))];
        return pairs.SelectMany(pair => pair.Gold.Concat(pair.Decision)).Distinct().Order(StringComparer.Ordinal).ToDictionary(
            label => label,
            label => LabelScore.Of(
                pairs.LongCount(pair => pair.Gold.Contains(label) && pair.Decision.Contains(label)),
                pairs.LongCount(pair => pair.Decision.Contains(label)),
                pairs.LongCount(pair => pair.Gold.Contains(label))));
    }

    /// <summary>
    /// How often each label is given where each is right: right label → given label → count, in ordinal order; of tagged words, the types
    /// of entities word by word.
    /// </summary>
    /// <exception cref="ConfigurationException">An example of the task has not one label.</exception>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Confusion()
    {
        CheckConfusion(_task);
        (string Gold, string Decision)[] pairs =
        [
            .. Known.SelectMany(pair => pair.Gold.Values.Zip(pair.Decision.Values)).Select(pair => (Type(pair.First), Type(pair.Second))),
        ];
        string[] labels = [.. pairs.SelectMany(pair => new[] { pair.Gold, pair.Decision }).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<(string, string), long> counts = pairs.GroupBy(pair => pair).ToDictionary(pair => pair.Key, pair => pair.LongCount());
        return labels.ToDictionary(gold => gold, gold => (IReadOnlyDictionary<string, long>)labels.ToDictionary(
            decision => decision,
            decision => counts.GetValueOrDefault((gold, decision))));
    }

    /// <summary>
    /// Writes a line of JSON for each example, as a run's <c>predictions.jsonl</c> has them, with the one version <c>model</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ConfigurationException">The task has no examples that a person reads.</exception>
    public void Save(string path)
    {
        if (_records.Count == 0) throw new ConfigurationException(
            $"A {_task} task has no examples that a person reads: leave --predictions out.");
        IEnumerable<PredictionLine> lines = _examples.Select(
            (example, i) => example.Line(i, new Dictionary<string, PredictionRecord> { [Version] = _records[i] }));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        DurableFile.WriteLines(path, lines.Select(PredictionsFile.Text));
    }

    /// <summary>Refuses a kind of task without labels.</summary>
    internal static void CheckLabels(string task)
    {
        if (Form(task) is not (AnswerForm.Label or AnswerForm.Labels or AnswerForm.Tags or AnswerForm.Choice))
            throw new ConfigurationException($"A {task} task has no labels to look at one by one: leave --per-class out.");
    }

    /// <summary>Refuses a kind of task whose examples have not one label each.</summary>
    internal static void CheckConfusion(string task)
    {
        if (Form(task) is not (AnswerForm.Label or AnswerForm.Tags or AnswerForm.Choice)) throw new ConfigurationException(
            $"--confusion says which label is taken for which other, and an example of a {task} task has not one label: leave it out.");
    }

    private static AnswerForm Form(string task) => TaskAnswers.Find(task)!.Form;

    private IEnumerable<(Answer Gold, Answer Decision)> Known =>
        from pair in _examples.Zip(_records)
        where pair.First.Gold is not null
        select (pair.First.Gold, pair.Second.Decision);

    private string Type(string label) => _form == AnswerForm.Tags && label.Length > 2 && label[1] == '-' ? label[2..] : label;
}
