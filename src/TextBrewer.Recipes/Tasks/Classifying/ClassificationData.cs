using TextBrewer.Reports.Results;
using TextBrewer.Text.Features;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Recipes.Tasks.Classifying;

/// <summary>Texts with one class each, or with one right choice each.</summary>
internal sealed class ClassificationData(
    IReadOnlyList<EncodedText> inputs,
    IReadOnlyList<string> labels,
    IReadOnlyList<ReadableExample> examples) : TaskData(inputs)
{
    internal override TaskData Sample(int most) => new ClassificationData(Spread.Of(Inputs, most), labels, Spread.Of(examples, most));

    internal override TaskScore Score(IReadOnlyList<float[][]> outputs)
    {
        (int[] gold, int[] predicted) = Labelled(outputs);
        ClassificationMetrics metrics = new(gold, predicted, labels.Count);
        return new TaskScore(Named(metrics), metrics.Right, metrics.Count);
    }

    internal override CountedExamples Counted(IReadOnlyList<float[][]> outputs)
    {
        (int[] gold, int[] predicted) = Labelled(outputs);
        return new(gold.Length, times => Named(new ClassificationMetrics(gold, predicted, labels.Count, times)));
    }

    private static Dictionary<string, double> Named(ClassificationMetrics metrics) => new()
    {
        ["accuracy"] = metrics.Accuracy,
        ["f1"] = metrics.F1,
        ["f1_micro"] = metrics.F1Micro,
        ["precision"] = metrics.Precision,
        ["recall"] = metrics.Recall,
        ["matthews"] = metrics.Matthews,
    };

    private (int[] Gold, int[] Predicted) Labelled(IReadOnlyList<float[][]> outputs)
    {
        int[] labelled = [.. Enumerable.Range(0, Inputs.Count).Where(i => Inputs[i].Target.IsLabelled)];
        return ([.. labelled.Select(i => ((ClassTarget)Inputs[i].Target).Label)], [.. labelled.Select(i => Best(outputs[i]))]);
    }

    internal override IReadOnlyList<string> Decisions(IReadOnlyList<float[][]> outputs) =>
        [.. outputs.Select(output => labels[Best(output)])];

    internal override IReadOnlyList<ReadableExample> Examples =>
        [.. examples.Select((example, i) => Gold(i) is { } gold ? example with { Gold = Answer.Of(gold) } : example)];

    internal override IReadOnlyList<PredictionRecord> Records(IReadOnlyList<float[][]> outputs) => [.. outputs.Select((output, i) =>
    {
        string decision = labels[Best(output)];
        return new PredictionRecord(Answer.Of(decision)) {
            Confidence = LabelScores.OneOf(output[0]).Probabilities.Max(),
            Right = Gold(i) is { } gold ? gold == decision : null };
    })];

    private string? Gold(int i) => Inputs[i].Target is ClassTarget { IsLabelled: true } target ? labels[target.Label] : null;

    private static int Best(float[][] output) => LabelScores.BestOf(output[0]);
}
