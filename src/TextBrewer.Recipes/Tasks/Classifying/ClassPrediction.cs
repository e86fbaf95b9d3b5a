namespace TextBrewer.Recipes.Tasks.Classifying;

/// <summary>A prediction: one class of several.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pair">The second text; null: there is none.</param>
/// <param name="Label">The most probable class.</param>
/// <param name="Probabilities">The probability of each.</param>
public sealed record ClassPrediction(
    string Text,
    string? Pair,
    string Label,
    IReadOnlyDictionary<string, float> Probabilities) : Prediction
{
    internal override PredictionView View => PredictionView.Line(Label, PredictionView.Number(Probabilities[Label]), Text, Pair);
}
