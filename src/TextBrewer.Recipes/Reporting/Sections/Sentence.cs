using TextBrewer.Recipes.Reporting.Markup;

namespace TextBrewer.Recipes.Reporting.Sections;

/// <summary>A tagged sentence: the words on which the versions, or a version and what is right, differ stand out with everybody's tag.</summary>
internal static class Sentence
{
    private const int Around = 40;

    internal static Fragment Render(PredictionLine line, IReadOnlyList<string> versions)
    {
        IReadOnlyList<string> words = line.Words!;
        bool[] differs = [.. words.Select((_, i) => Tags(line, versions, i).Distinct().Count() > 1)];
        int first = Math.Max(0, Array.IndexOf(differs, true)), from = Math.Max(0, first - Around), to = Math.Min(words.Count, first + (2 * Around));
        return new Fragment(
            from > 0 ? "… " : null,
            new Fragment(Enumerable.Range(from, to - from).Select(i => new Fragment(differs[i] ? Word(line, versions, i) : words[i], " "))),
            to < words.Count ? "…" : null);
    }

    private static Element Word(PredictionLine line, IReadOnlyList<string> versions, int i) => new Element("span",
        new Element("b", line.Words![i]),
        new Element("small",
        [
            line.Gold is { } gold ? (Node)$"right {gold.Values[i]}" : null,
            .. versions.Where(line.Versions.ContainsKey).Select(v => (Node)$"{(line.Gold is null && v == versions[0] ? "" : " · ")}{(v == ReportVersion.Int8 ? "int8" : v)} {line.Versions[v].Decision.Values[i]}{Sure(line.Versions[v].Confidences, i)}"),
        ])).Class("diff");

    private static IEnumerable<string> Tags(PredictionLine line, IReadOnlyList<string> versions, int i) =>
        versions.Where(line.Versions.ContainsKey).Select(v => line.Versions[v].Decision.Values[i]).Concat(versions.Count == 1 && line.Gold is { } gold ? [gold.Values[i]] : []);

    private static string Sure(IReadOnlyList<double>? confidences, int i) => confidences is { } all && double.IsFinite(all[i]) ? $" {Numbers.Percent(all[i])}" : "";
}
