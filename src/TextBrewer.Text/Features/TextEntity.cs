namespace TextBrewer.Text.Features;

/// <summary>An entity of a text.</summary>
/// <param name="Type">What kind of thing it is: <c>PER</c>.</param>
/// <param name="Text">The entity, cut from the text.</param>
/// <param name="Start">The entity's first character in the text, in UTF-16 units.</param>
/// <param name="End">The character after the entity's last one.</param>
/// <param name="Probability">The mean probability of the tags of the entity's words.</param>
public sealed record TextEntity(string Type, string Text, int Start, int End, float Probability);
