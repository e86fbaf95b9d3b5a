namespace TextBrewer.Text.Tokenizing;

/// <summary>A part of a sequence: a special token, or a whole text.</summary>
/// <param name="Text">Which text stands here, 0 or 1; −1: a special token does.</param>
/// <param name="Id">The special token's id.</param>
/// <param name="Type">The type of all tokens of the part.</param>
internal readonly record struct TemplatePart(int Text, int Id, int Type)
{
    internal const int Special = -1;

    /// <summary>Whether it is a special token.</summary>
    internal bool IsSpecial => Text == Special;

    internal static TemplatePart OfToken(int id, int type = 0) => new(Special, id, type);

    internal static TemplatePart OfText(int text, int type = 0) => new(text, 0, type);
}
