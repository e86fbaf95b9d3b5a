namespace TextBrewer.Text.Features;

/// <summary>A possible answer.</summary>
/// <param name="Text">The answer, cut from the passage.</param>
/// <param name="Start">The answer's first character in the passage, in UTF-16 units.</param>
/// <param name="End">The character after the answer's last one.</param>
/// <param name="Score">Start logit + end logit.</param>
/// <param name="Probability">Softmax over the scores of the candidates that were found together.</param>
public sealed record AnswerCandidate(string Text, int Start, int End, double Score, double Probability);
