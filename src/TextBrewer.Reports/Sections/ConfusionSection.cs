using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Reports.Sections;

/// <summary>What is taken for what: a matrix of few labels, of many the pairs that are confused most.</summary>
internal static class ConfusionSection
{
    private const int MatrixLabels = 10, Pairs = 15;

    internal static Element? Render(ReportData data)
    {
        Node[] groups = [.. PredictionGroup.Of(data).Where(
            g => g.Form is AnswerForm.Label or AnswerForm.Choice or AnswerForm.Tags
                && g.Lines.Any(line => line.Gold is not null)).Select(g => Group(data, g)).OfType<Node>()];
        return groups.Length == 0 ? null : Html.Section("confusion", "What is taken for what", groups);
    }

    private static Fragment? Group(ReportData data, PredictionGroup group)
    {
        (ReportVersion Version, Confusion Confusion)[] versions = [.. group.Versions(data).Select(v => (v, Confusion.Of(v.Key, group)))];
        if (versions.Length == 0) return null;
        IReadOnlyList<string> labels = Confusion.Order(group, [.. versions.Select(v => v.Confusion)]);
        return new Fragment(
            group.Title.Length == 0 ? null : new Element("h3", group.Title),
            Html.Note((group.Form == AnswerForm.Tags ? "Words by the type of their tag. " : "") + (labels.Count <= MatrixLabels
                ? "Rows: what is right. Columns: what the version says. The stronger the colour, the larger the share of its row."
                : $"{Numbers.Count(labels.Count)} labels are too many for a matrix: these are the pairs that are confused most, counted "
                    + "over all the versions shown.")),
            labels.Count <= MatrixLabels
                ? Html.Grid(versions.Select(v => Matrix(v.Version, v.Confusion, labels))).Class("matrices")
                : Confused(versions));
    }

    private static Element Matrix(ReportVersion version, Confusion confusion, IReadOnlyList<string> labels)
    {
        Element table = Html.Table(
            [Html.Head(""), .. labels.Select(label => Html.NumberHead(label))],
            labels.Select(
                gold => Html.Row(gold, labels.Select(decided => Cell(confusion[gold, decided], confusion.Gold(gold), gold == decided)))),
            $"{version.Title}: right by rows, said by columns");
        return Html.Figure(new Element("b", version.Title), table.With("data-confusion", version.Key));
    }

    // Ten shades: the style has one for each tenth of the row.
    private static Element Cell(long count, long row, bool right)
    {
        double share = row == 0 ? 0 : (double)count / row;
        return new Element("td", Numbers.Count(count)).Class(
            FormattableString.Invariant($"number {(right ? "hit" : "miss")} h{Math.Min(9, (int)Math.Ceiling(share * 9))}")).With(
                "title",
                row == 0 ? "no examples" : $"{Numbers.Percent(share)} of the row");
    }

    private static Element Confused((ReportVersion Version, Confusion Confusion)[] versions)
    {
        (string Gold, string Decided)[] pairs = [.. versions.SelectMany(v => v.Confusion.Mistakes).GroupBy(m => (m.Gold, m.Decided))
            .OrderByDescending(pair => pair.Sum(m => m.Count)).ThenBy(pair => pair.Key.Gold, StringComparer
                .Ordinal).ThenBy(pair => pair.Key.Decided, StringComparer.Ordinal).Take(Pairs).Select(pair => pair.Key)];
        return Html.Table(
            [Html.Head("right"), Html.Head("said"), Html.NumberHead("examples"), .. versions.Select(v => Html.NumberHead(v.Version.Title))],
            pairs.Select(pair => Html.Row(pair.Gold,
                [Html.Cell(pair.Decided), Html.Number(Numbers.Count(versions[0].Confusion.Gold(pair.Gold))), .. versions.Select(
                    v => Html.Number(Numbers.Count(v.Confusion[pair.Gold, pair.Decided])))])),
            "Pairs of labels that are confused most");
    }
}
