namespace TextBrewer.Inference.Answers;

/// <summary>One of several choices.</summary>
/// <param name="Index">Its place among the choices, from 0.</param>
/// <param name="Text">The choice.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Scores">The probability of every choice.</param>
/// <param name="Truncated">Whether the text or a choice was too long and the model saw a part only.</param>
public sealed record Choice(int Index, string Text, float Score, IReadOnlyList<float> Scores, bool Truncated);
