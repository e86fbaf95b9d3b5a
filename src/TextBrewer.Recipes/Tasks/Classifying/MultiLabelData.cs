using TextBrewer.Reports.Results;
using TextBrewer.Text.Features;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Recipes.Tasks.Classifying;

/// <summary>Texts with any number of labels each; a label is given where its probability is above one half.</summary>
internal sealed class MultiLabelData(
    IReadOnlyList<EncodedText> inputs,
    IReadOnlyList<string> labels,
    IReadOnlyList<ReadableExample> examples) : TaskData(inputs)
{
    internal override TaskData Sample(int most) => new MultiLabelData(Spread.Of(Inputs, most), labels, Spread.Of(examples, most));

    internal override TaskScore Score(IReadOnlyList<float[][]> outputs)
    {
        (bool[][] gold, bool[][] predicted) = Labelled(outputs);
        MultiLabelMetrics metrics = new(gold, predicted);
        return new TaskScore(Named(metrics), (long)Math.Round(metrics.ExactMatch * gold.Length), gold.Length);
    }

    internal override CountedExamples Counted(IReadOnlyList<float[][]> outputs)
    {
        (bool[][] gold, bool[][] predicted) = Labelled(outputs);
        return new(gold.Length, times => Named(new MultiLabelMetrics(gold, predicted, times)));
    }

    private static Dictionary<string, double> Named(MultiLabelMetrics metrics) => new()
    {
        ["f1_micro"] = metrics.F1Micro,
        ["f1"] = metrics.F1,
        ["f1_samples"] = metrics.F1Samples,
        ["accuracy"] = metrics.ExactMatch,
        ["hamming"] = metrics.Hamming,
        ["precision"] = metrics.Precision,
        ["recall"] = metrics.Recall,
    };

    private (bool[][] Gold, bool[][] Predicted) Labelled(IReadOnlyList<float[][]> outputs)
    {
        int[] labelled = [.. Enumerable.Range(0, Inputs.Count).Where(i => Inputs[i].Target.IsLabelled)];
        return (
            [.. labelled.Select(i => ((ValuesTarget)Inputs[i].Target).Values.Select(v => v > 0).ToArray())],
            [.. labelled.Select(i => outputs[i][0].Select(LabelScores.IsGiven).ToArray())]);
    }

    internal override IReadOnlyList<string> Decisions(IReadOnlyList<float[][]> outputs) =>
        [.. outputs.Select(output => string.Join(' ', Given(output[0])))];

    internal override IReadOnlyList<ReadableExample> Examples => [.. examples.Select((example, i) => example with { Gold = Gold(i) })];

    internal override IReadOnlyList<PredictionRecord> Records(IReadOnlyList<float[][]> outputs) => [.. outputs.Select((output, i) =>
    {
        Answer decision = Answer.Of(Given(output[0]));
        return new PredictionRecord(decision) {
            Confidence = LabelScores.AnyOf(output[0]).Probabilities.Min(p => MathF.Max(p, 1 - p)),
            Right = Gold(i)?.Says(decision) };
    })];

    private Answer? Gold(int i) => Inputs[i].Target is ValuesTarget { IsKnown: true } target ? Answer.Of(Given(target.Values)) : null;

    private string[] Given(float[] values) => [.. labels.Where((_, i) => LabelScores.IsGiven(values[i]))];
}
