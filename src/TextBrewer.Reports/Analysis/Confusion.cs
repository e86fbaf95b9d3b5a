using TextBrewer.Text.Tasks;

namespace TextBrewer.Reports.Analysis;

/// <summary>How often a version says what where something else is right; of tagged words the type of entity counts.</summary>
internal sealed class Confusion
{
    private readonly Dictionary<(string Gold, string Decided), long> _counts;

    private Confusion(Dictionary<(string, string), long> counts) => _counts = counts;

    internal static Confusion Of(string version, PredictionGroup group) => new(group.Lines
        .Where(line => line.Gold is not null && line.Versions.ContainsKey(version))
        .SelectMany(line => line.Gold!.Values.Zip(line.Versions[version].Decision.Values))
        .GroupBy(pair => (Type(group, pair.First), Type(group, pair.Second)))
        .ToDictionary(pair => pair.Key, pair => pair.LongCount()));

    /// <summary>How often a version decides for one label where another, or the same, is right.</summary>
    internal long this[string gold, string decided] => _counts.GetValueOrDefault((gold, decided));

    /// <summary>Every label that is right somewhere or that the version decides for.</summary>
    internal IEnumerable<string> Labels => _counts.Keys.SelectMany(key => new[] { key.Gold, key.Decided }).Distinct();

    /// <summary>How many examples have a label as the right one.</summary>
    internal long Gold(string label) => _counts.Where(count => count.Key.Gold == label).Sum(count => count.Value);

    /// <summary>Pairs of a right label and another that was decided for in its place.</summary>
    internal IEnumerable<(string Gold, string Decided, long Count)> Mistakes =>
        _counts.Where(count => count.Key.Gold != count.Key.Decided).Select(count => (count.Key.Gold, count.Key.Decided, count.Value));

    /// <summary>The labels of a group as they are counted here.</summary>
    internal static IReadOnlyList<string> Order(PredictionGroup group, IReadOnlyList<Confusion> versions)
    {
        string[] known = [.. group.Labels.Select(label => Type(group, label)).Distinct()];
        HashSet<string> seen = [.. versions.SelectMany(v => v.Labels)];
        return [.. known.Where(label => seen.Contains(label) || known.Length <= 10), .. seen.Except(known).Order(StringComparer.Ordinal)];
    }

    private static string Type(PredictionGroup group, string label) =>
        group.Form == AnswerForm.Tags && label.Length > 2 && label[1] == '-' ? label[2..] : label;
}
