using TextBrewer.Recipes.Evaluating;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Exporting;

/// <summary>Measures how near a model's other form comes to it.</summary>
internal static class ParityMeasure
{
    extension(Parity)
    {
        /// <summary>Compares what two forms give.</summary>
        internal static Parity Of(EvaluationOutputs before, EvaluationOutputs after, long bytes) => new(
            before.LargestDifference(after),
            before.Agreement(after).Share,
            Known(before),
            Known(after),
            bytes);
    }

    private static SingleOrNamed<IReadOnlyDictionary<string, double>>? Known(EvaluationOutputs outputs) =>
        outputs.Metrics is { First.Count: > 0 } metrics ? metrics : null;
}
