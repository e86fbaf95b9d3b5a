using System.Text.Json.Nodes;
using TextBrewer.Text.Characters;
using TextBrewer.Text.Normalizing;

namespace TextBrewer.Text.Splitting;

/// <summary>Cuts at the matches of a pattern.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="behavior">What becomes of the matches.</param>
/// <param name="invert">Whether it is cut at what is between the matches instead.</param>
internal sealed class PatternSplit(TextPattern pattern, SplitBehavior behavior, bool invert) : PreTokenizer
{
    // Expressions whose matches never go on from a letter or digit to a space, and begin anew there.
    private static readonly string[] KnownToCutAtSpaces =
    [
        @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        @"\s+", @"\w+|[^\w\s]+",
    ];

    /// <inheritdoc/>
    internal override bool IsLocal => CutsAtSpaces || (!pattern.IsExpression && !pattern.Source.Contains(' ', StringComparison.Ordinal));

    /// <inheritdoc/>
    internal override bool CutsAtSpaces { get; } =
        (pattern.IsExpression && KnownToCutAtSpaces.Contains(pattern.Source) && behavior is SplitBehavior.Removed or SplitBehavior.Isolated)
            || (pattern is { IsExpression: false, Source: " " } && behavior is SplitBehavior.Removed or SplitBehavior.MergedWithNext);

    /// <inheritdoc/>
    internal override JsonObject ToJson() => new()
    {
        ["type"] = "Split",
        ["pattern"] = pattern.ToJson(),
        ["behavior"] = $"{behavior}",
        ["invert"] = invert,
    };

    /// <inheritdoc/>
    internal override void Cut(AlignedText from, int start, int end, CutText to)
    {
        WordSplit words = new(from, to, behavior);
        int at = start;
        foreach ((int first, int last) in pattern.Matches(from.Text[start..end]))
        {
            if (at < start + first) words.Add(at, start + first, isMatch: invert);
            words.Add(start + first, start + last, isMatch: !invert);
            at = start + last;
        }
        if (at < end) words.Add(at, end, isMatch: invert);
        words.End();
    }
}
