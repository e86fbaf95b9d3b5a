using TextBrewer.Reports.Results;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Recipes.Tasks.Classifying;

/// <summary>Texts with a number each.</summary>
internal sealed class RegressionData(IReadOnlyList<EncodedText> inputs, IReadOnlyList<ReadableExample> examples) : TaskData(inputs)
{
    internal override TaskData Sample(int most) => new RegressionData(Spread.Of(Inputs, most), Spread.Of(examples, most));

    internal override TaskScore Score(IReadOnlyList<float[][]> outputs)
    {
        (double[] gold, double[] predicted) = Labelled(outputs);
        return new TaskScore(Named(new RegressionMetrics(gold, predicted)), null, gold.Length);
    }

    internal override CountedExamples Counted(IReadOnlyList<float[][]> outputs)
    {
        (double[] gold, double[] predicted) = Labelled(outputs);
        (RankedNumbers real, RankedNumbers found) = (new(gold), new(predicted));
        return new(gold.Length, times => Named(new RegressionMetrics(real, found, times)));
    }

    private static Dictionary<string, double> Named(RegressionMetrics metrics) => new()
    {
        ["pearson"] = metrics.Pearson,
        ["spearman"] = metrics.Spearman,
        ["mse"] = metrics.MeanSquaredError,
    };

    private (double[] Gold, double[] Predicted) Labelled(IReadOnlyList<float[][]> outputs)
    {
        int[] labelled = [.. Enumerable.Range(0, Inputs.Count).Where(i => Inputs[i].Target.IsLabelled)];
        return (
            [.. labelled.Select(i => (double)((ValuesTarget)Inputs[i].Target).Values[0])],
            [.. labelled.Select(i => (double)outputs[i][0][0])]);
    }

    internal override IReadOnlyList<string> Decisions(IReadOnlyList<float[][]> outputs) => [];

    internal override IReadOnlyList<ReadableExample> Examples =>
        [.. examples.Select((example, i) => Inputs[i].Target is ValuesTarget { IsKnown: true } target
            ? example with { Gold = Number(target.Values[0]) }
            : example)];

    internal override IReadOnlyList<PredictionRecord> Records(IReadOnlyList<float[][]> outputs) =>
        [.. outputs.Select(output => new PredictionRecord(Number(output[0][0])))];

    private static Answer Number(float value) => Answer.Of(Math.Round(value, 6));
}
