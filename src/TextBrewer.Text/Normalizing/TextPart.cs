namespace TextBrewer.Text.Normalizing;

/// <summary>Where a part of a text stands in it.</summary>
/// <param name="IsFirst">Whether nothing is before it.</param>
/// <param name="IsLast">Whether nothing is behind it.</param>
internal readonly record struct TextPart(bool IsFirst, bool IsLast);
