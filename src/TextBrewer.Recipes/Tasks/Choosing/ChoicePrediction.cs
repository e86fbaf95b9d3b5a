using System.Globalization;

namespace TextBrewer.Recipes.Tasks.Choosing;

/// <summary>A prediction: one of several choices.</summary>
/// <param name="Text">The text.</param>
/// <param name="Choice">The most probable choice, from 0.</param>
/// <param name="Choices">The choices.</param>
/// <param name="Probabilities">The probability of each.</param>
public sealed record ChoicePrediction(
    string Text,
    int Choice,
    IReadOnlyList<string> Choices,
    IReadOnlyList<float> Probabilities) : Prediction
{
    internal override PredictionView View => PredictionView.Line(
        Choice.ToString(CultureInfo.InvariantCulture),
        PredictionView.Number(Probabilities[Choice]),
        Text,
        Choices[Choice]);
}
