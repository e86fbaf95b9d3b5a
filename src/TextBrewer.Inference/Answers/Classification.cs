namespace TextBrewer.Inference.Answers;

/// <summary>The labels of a text.</summary>
/// <param name="Label">The most probable label.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Labels">The labels that the text gets: <paramref name="Label"/>; of a model of several labels those whose probability is
/// above one half, which may be none.</param>
/// <param name="Scores">The probability of every label, in the model's order.</param>
/// <param name="Truncated">Whether the text was too long and the model saw its beginning only.</param>
public sealed record Classification(
    string Label,
    float Score,
    IReadOnlyList<string> Labels,
    IReadOnlyDictionary<string, float> Scores,
    bool Truncated);
