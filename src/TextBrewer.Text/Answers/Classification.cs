using TextBrewer.Text.Features;

namespace TextBrewer.Text.Answers;

/// <summary>The labels of a text.</summary>
/// <param name="Label">The most probable label.</param>
/// <param name="Score">The probability of <paramref name="Label"/>.</param>
/// <param name="Labels">The labels that the text gets: <paramref name="Label"/>; of a model of several labels those whose probability is
/// above one half, which may be none.</param>
/// <param name="Scores">The probability of every label, in the model's order.</param>
/// <param name="Truncated">Whether the text was too long and the model saw its beginning only.</param>
public sealed record Classification(
    string Label,
    float Score,
    IReadOnlyList<string> Labels,
    IReadOnlyDictionary<string, float> Scores,
    bool Truncated)
{
    /// <summary>The label with its probability, and the probability of every label.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{nameof(Classification)} {{ Label = {Label}, Score = {Score}, Labels = [{string.Join(", ", Labels)}], ")
        + $"Scores = [{string.Join(", ", Scores.Select(pair => FormattableString.Invariant($"{pair.Key}: {pair.Value}")))}], "
        + $"Truncated = {Truncated} }}";

    /// <summary>The answer of a model that gives a text one of its labels.</summary>
    /// <param name="labels">The model's labels.</param>
    /// <param name="logits">A logit for each.</param>
    /// <param name="truncated">Whether the model saw the text's beginning only.</param>
    public static Classification OneOf(IReadOnlyList<string> labels, ReadOnlySpan<float> logits, bool truncated) =>
        Of(labels, LabelScores.OneOf(logits), truncated);

    /// <summary>The answer of a model that gives a text any number of its labels.</summary>
    /// <param name="labels">The model's labels.</param>
    /// <param name="logits">A logit for each.</param>
    /// <param name="truncated">Whether the model saw the text's beginning only.</param>
    public static Classification AnyOf(IReadOnlyList<string> labels, ReadOnlySpan<float> logits, bool truncated) =>
        Of(labels, LabelScores.AnyOf(logits), truncated);

    private static Classification Of(IReadOnlyList<string> labels, LabelScores scores, bool truncated)
    {
        string[] given = new string[scores.Given.Count];
        for (int i = 0; i < given.Length; i++) given[i] = labels[scores.Given[i]];
        Dictionary<string, float> probabilities = new(labels.Count);
        for (int i = 0; i < scores.Probabilities.Count; i++) probabilities.Add(labels[i], scores.Probabilities[i]);
        return new(labels[scores.Best], scores.Probabilities[scores.Best], given, probabilities, truncated);
    }
}
