using TextBrewer.Text.Features;

namespace TextBrewer.Inference.Answers;

/// <summary>The answer to a question.</summary>
/// <param name="Text">The answer, cut from the passage; empty where the passage is.</param>
/// <param name="Start">Its first character in the passage as it was given, in UTF-16 units.</param>
/// <param name="End">The character after its last one.</param>
/// <param name="Score">Its probability among the candidates.</param>
/// <param name="Candidates">The best answers, best first; this is the first of them.</param>
/// <param name="Truncated">Whether the question was too long and the model saw its beginning only. The passage is read whole, in
/// windows.</param>
public sealed record QuestionAnswer(
    string Text,
    int Start,
    int End,
    float Score,
    IReadOnlyList<AnswerCandidate> Candidates,
    bool Truncated);
