using System.Text;
using System.Text.Json.Nodes;
using TextBrewer.Text.Characters;

namespace TextBrewer.Text.Normalizing;

/// <summary>Puts a text in the place of each match of a pattern; it stands where the match's last character does.</summary>
/// <param name="pattern">What is replaced.</param>
/// <param name="content">What stands there instead.</param>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : Normalizer
{
    // Expressions of spaces alone, which no match of theirs leaves.
    private static readonly string[] OfSpaces = [" {2,}", " +", "\\s+", "\\s{2,}", " "];

    /// <inheritdoc/>
    internal override bool IsLocal { get; } = pattern.IsExpression
        ? OfSpaces.Contains(pattern.Source)
        : pattern.Source.IndexOf(' ', StringComparison.Ordinal) <= 0;

    /// <inheritdoc/>
    internal override JsonObject ToJson() => new()
    {
        ["type"] = "Replace",
        ["pattern"] = pattern.ToJson(),
        ["content"] = content,
    };

    /// <inheritdoc/>
    internal override void Apply(AlignedText from, AlignedText to, TextPart part)
    {
        int at = 0;
        foreach ((int start, int end) in pattern.Matches(from.Text))
        {
            to.Append(from, at, start);
            at = end;
            if (end == 0) continue; // of nothing, before everything: there is no character whose place it could have
            foreach (Rune rune in content.EnumerateRunes()) to.Append(rune, from.StartOf(end - 1), from.EndOf(end - 1));
        }
        to.Append(from, at, from.Length);
    }
}
