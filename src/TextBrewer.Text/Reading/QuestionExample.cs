namespace TextBrewer.Text.Reading;

/// <summary>A question about a passage.</summary>
/// <param name="Id">The question's name in the file.</param>
/// <param name="Question">The question.</param>
/// <param name="Context">The passage.</param>
/// <param name="Answers">The reference answers; none: there is no answer, or nobody has given it.</param>
/// <param name="Line">The line of the file, from 1; null in a file that is one JSON document.</param>
public sealed record QuestionExample(string Id, string Question, string Context, IReadOnlyList<ReferenceAnswer> Answers, int? Line);
