using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;

namespace TextBrewer.Reports.Sections;

/// <summary>An example's text, pair and choices; what is long is cut, and a passage is folded.</summary>
internal static class ExampleText
{
    private const int Longest = 400, LongestPassage = 3000;

    internal static Fragment Render(PredictionLine line) => new(
        Cut(line.Text ?? ""),
        line.Pair is null ? null
            : line.Pair.Length <= Longest ? new Element("div", line.Pair).Class("pair")
            : new Element(
                "details",
                new Element("summary", line.Versions.Values.Any(j => j.F1 is not null) ? "passage" : "second text"),
                new Element("div", Cut(line.Pair, LongestPassage)).Class("pair")),
        line.Choices is null
            ? null
            : new Element("ul", line.Choices.Select((choice, i) => new Element("li", FormattableString.Invariant($"{i}: "), Cut(choice)))));

    /// <summary>A text of bearable length.</summary>
    internal static string Cut(string text, int longest = Longest)
    {
        if (text.Length <= longest) return text;
        // Half a surrogate pair is no character.
        int end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return text[..end] + "…";
    }
}
