using TextBrewer.Text.Features;

namespace TextBrewer.Text.Answers;

/// <summary>The answer to a question.</summary>
/// <param name="Text">The answer, cut from the passage; empty where the passage is.</param>
/// <param name="Start">The answer's first character in the passage as it was given, in UTF-16 units.</param>
/// <param name="End">The character after the answer's last one.</param>
/// <param name="Score">The answer's probability among the candidates.</param>
/// <param name="Candidates">The best answers, best first; this is the first of them.</param>
/// <param name="Truncated">Whether the question was too long and the model saw its beginning only. The passage is read whole, in
/// windows.</param>
public sealed record QuestionAnswer(
    string Text,
    int Start,
    int End,
    float Score,
    IReadOnlyList<AnswerCandidate> Candidates,
    bool Truncated)
{
    /// <summary>The answer with its place and probability, and how many candidates there are.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{nameof(QuestionAnswer)} {{ Text = {Text}, Start = {Start}, End = {End}, Score = {Score}, Candidates = {Candidates.Count}, ")
        + $"Truncated = {Truncated} }}";

    /// <summary>The best of the answers that were found together.</summary>
    /// <param name="candidates">The answers, best first; one at least.</param>
    /// <param name="truncated">Whether the model saw the question's beginning only.</param>
    public static QuestionAnswer Of(IReadOnlyList<AnswerCandidate> candidates, bool truncated)
    {
        AnswerCandidate best = candidates[0];
        return new QuestionAnswer(best.Text, best.Start, best.End, (float)best.Probability, candidates, truncated);
    }
}
