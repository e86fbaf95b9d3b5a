namespace TextBrewer.Text.Features;

/// <summary>An entity of a text.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Text">Its text.</param>
/// <param name="Start">Its first character in the text, in UTF-16 units.</param>
/// <param name="End">The end, excluded.</param>
/// <param name="Probability">The mean probability of its words' tags.</param>
public sealed record TextEntity(string Type, string Text, int Start, int End, float Probability);
