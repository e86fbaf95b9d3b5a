using System.Globalization;

namespace TextBrewer.Recipes.Tasks.Masking;

/// <summary>What may stand in the places of a text's masks.</summary>
/// <param name="Text">The text.</param>
/// <param name="Masks">Of each mask, in the order of the text, the most probable tokens, the best first.</param>
public sealed record MaskedPrediction(string Text, IReadOnlyList<IReadOnlyList<WordGuess>> Masks) : Prediction
{
    internal override PredictionView View => new([Text])
    {
        Columns = [new("mask", IsNumber: true), new("token"), new("probability", IsNumber: true)],
        Rows = [.. from mask in Masks.Index()
            from guess in mask.Item
            select (IReadOnlyList<string>)
                [(mask.Index + 1).ToString(CultureInfo.InvariantCulture), guess.Token, PredictionView.Number(guess.Probability)]],
    };
}
