namespace TextBrewer.Text.Reading;

/// <summary>An answer as somebody marked it in a passage.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Start">The answer's first character in the passage, in UTF-16 units; −1: the passage does not have it.</param>
public sealed record ReferenceAnswer(string Text, int Start);
