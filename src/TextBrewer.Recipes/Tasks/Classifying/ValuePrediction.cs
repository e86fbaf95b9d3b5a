namespace TextBrewer.Recipes.Tasks.Classifying;

/// <summary>A number.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pair">The second text; null: there is none.</param>
/// <param name="Value">The number.</param>
public sealed record ValuePrediction(string Text, string? Pair, float Value) : Prediction
{
    internal override PredictionView View => PredictionView.Line(PredictionView.Number(Value), Text, Pair);
}
