using System.Globalization;
using TextBrewer.Text.Features;

namespace TextBrewer.Text.Answers;

/// <summary>One of several choices.</summary>
/// <param name="Index">The place of the chosen one among the choices, from 0.</param>
/// <param name="Text">The chosen one.</param>
/// <param name="Score">The probability of the chosen one.</param>
/// <param name="Scores">The probability of every choice.</param>
/// <param name="Truncated">Whether the text or a choice was too long and the model saw a part only.</param>
public sealed record Choice(int Index, string Text, float Score, IReadOnlyList<float> Scores, bool Truncated)
{
    /// <summary>The choice with its place and probability, and the probability of every choice.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{nameof(Choice)} {{ Index = {Index}, Text = {Text}, Score = {Score}, ")
        + $"Scores = [{string.Join(", ", Scores.Select(score => score.ToString(CultureInfo.InvariantCulture)))}], "
        + $"Truncated = {Truncated} }}";

    /// <summary>The answer of a model that gives each choice a logit.</summary>
    /// <param name="choices">The choices.</param>
    /// <param name="logits">A logit for each.</param>
    /// <param name="truncated">Whether the model saw a part only.</param>
    public static Choice Of(IReadOnlyList<string> choices, ReadOnlySpan<float> logits, bool truncated)
    {
        LabelScores scores = LabelScores.OneOf(logits);
        return new Choice(scores.Best, choices[scores.Best], scores.Probabilities[scores.Best], scores.Probabilities, truncated);
    }
}
