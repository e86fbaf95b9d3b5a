namespace TextBrewer.Text.Reading;

/// <summary>A question, or a text that goes on, with the choices of how.</summary>
/// <param name="Context">The question or the text.</param>
/// <param name="Choices">The choices, two or more.</param>
/// <param name="Label">The right one as it stands in the file (<c>0</c>, <c>B</c>); null: unlabelled.</param>
/// <param name="Line">The line of the file, from 1.</param>
public sealed record ChoiceExample(string Context, IReadOnlyList<string> Choices, string? Label, int Line);
