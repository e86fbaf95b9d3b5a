using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;

namespace TextBrewer.Reports.Sections;

/// <summary>
/// A tagged sentence: the words on which the versions, or a version and what is right, differ stand out, and everybody's tags for them
/// stand below.
/// </summary>
internal static class Sentence
{
    private const int Around = 40, MostWords = 12;

    /// <param name="line">The sentence.</param>
    /// <param name="versions">Who is compared: the key and what it is called.</param>
    internal static Fragment Render(PredictionLine line, IReadOnlyList<(string Key, string Title)> versions)
    {
        versions = [.. versions.Where(v => line.Versions.ContainsKey(v.Key))];
        IReadOnlyList<string> words = line.Words!;
        int[] differing = [.. Enumerable.Range(0, words.Count).Where(i => Tags(line, versions, i).Distinct().Count() > 1)];
        int first = differing.FirstOrDefault(), from = Math.Max(0, first - Around), to = Math.Min(words.Count, first + (2 * Around));
        return new Fragment(
            from > 0 ? "… " : null,
            new Fragment(Enumerable.Range(from, to - from)
                .Select(i => new Fragment(differing.Contains(i) ? new Element("mark", words[i]) : words[i], " "))),
            to < words.Count ? "…" : null,
            new Element("div", new Element("table",
                new Element("thead", new Element("tr", [Html.Head("word"), .. line.Gold is null
                    ? []
                    : new[] { Html.Head("right") }, .. versions.Select(v => Html.Head(v.Title))])),
                new Element("tbody", differing.Take(MostWords).Select(i => Word(line, versions, i)))).Class("words")).Class("scroll").With(
                    "tabindex",
                    "0").With("role", "group").With("aria-label", "Tags of the words that differ"),
            differing.Length > MostWords ? new Element("small", $"and {Numbers.Count(differing.Length - MostWords)} further words") : null);
    }

    private static Element Word(PredictionLine line, IReadOnlyList<(string Key, string Title)> versions, int i) => Html.Row(
        line.Words![i],
        [
            .. line.Gold is { } gold ? [Html.Cell(gold.Values[i])] : Array.Empty<Element>(),
            .. versions.Select(v => Html.Cell($"{line.Versions[v.Key].Decision.Values[i]} ", Sure(line.Versions[v.Key].Confidences, i))),
        ]);

    private static IEnumerable<string> Tags(PredictionLine line, IReadOnlyList<(string Key, string Title)> versions, int i) =>
        versions.Select(v => line.Versions[v.Key].Decision.Values[i])
            .Concat(versions.Count == 1 && line.Gold is { } gold ? [gold.Values[i]] : []);

    private static Element? Sure(IReadOnlyList<double>? confidences, int i) =>
        confidences is { } all && double.IsFinite(all[i]) ? new Element("small", Numbers.Percent(all[i])) : null;
}
