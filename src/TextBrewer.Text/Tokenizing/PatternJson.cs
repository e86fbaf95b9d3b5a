using TextBrewer.Text.Characters;
using TextBrewer.Text.Files;

namespace TextBrewer.Text.Tokenizing;

/// <summary>Reads a pattern of a <c>tokenizer.json</c>: a text, or a regular expression.</summary>
internal static class PatternJson
{
    /// <param name="pattern">An object with the key <c>String</c> or <c>Regex</c>.</param>
    internal static TextPattern Read(JsonPlace pattern)
    {
        if (pattern.Find("String") is { } text) return TextPattern.Literal(text.Text());
        JsonPlace expression = pattern.Get("Regex");
        try
        {
            return TextPattern.Expression(expression.Text());
        }
        catch (ArgumentException problem)
        {
            throw TokenizerParts.Unsupported(expression, $"a regular expression that .NET does not know: {problem.Message}");
        }
    }
}
