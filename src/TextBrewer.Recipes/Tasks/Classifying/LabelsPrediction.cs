namespace TextBrewer.Recipes.Tasks.Classifying;

/// <summary>Any number of labels.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pair">The second text; null: there is none.</param>
/// <param name="Labels">Those whose probability is above one half.</param>
/// <param name="Probabilities">The probability of each, on its own.</param>
public sealed record LabelsPrediction(
    string Text,
    string? Pair,
    IReadOnlyList<string> Labels,
    IReadOnlyDictionary<string, float> Probabilities) : Prediction
{
    internal override PredictionView View => PredictionView.Line(
        Labels.Count == 0 ? "-" : string.Join(",", Labels),
        string.Join(",", Labels.Select(label => PredictionView.Number(Probabilities[label]))),
        Text,
        Pair);
}
