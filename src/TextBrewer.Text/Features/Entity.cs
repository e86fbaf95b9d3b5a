namespace TextBrewer.Text.Features;

/// <summary>A named thing in a sentence.</summary>
/// <param name="Type">What kind of thing: <c>PER</c>; <c>_</c> where the tags name none.</param>
/// <param name="Start">The entity's first word, from 0.</param>
/// <param name="End">The word after the entity's last one.</param>
public readonly record struct Entity(string Type, int Start, int End);
