using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Charts;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Reports.Sections;

/// <summary>How the training went: metrics on the dev data, losses, learning rate, gradient norm.</summary>
internal static class TrainingSection
{
    private const string Scalar = "scalar/", Dev = "dev/", Unweighted = "unweighted_";

    internal static Element? Render(ReportData data)
    {
        if (data.Curves.GetValueOrDefault("") is not { } curves || curves.Names.Count == 0) return null;
        return Html.Section("training", "Training",
            Html.Note((data.Result?.Seeds is null
                ? "Faint: every value (of a long run the least and most of each stretch). Strong: their moving mean."
                : "Line: the mean of the seeds at the steps that all have, of losses its moving mean. Band: from the least to the most of "
                    + "the seeds.") + " A loss term is shown before its weight."),
            Html.Grid(
            [
                .. DevCharts(data, curves),
                .. curves.Names.Where(name => name.StartsWith(Scalar, StringComparison.Ordinal))
                    .OrderBy(name => name != "scalar/total_loss")
                    .Select(name => CurveChart.Draw(LossTitle(name), curves[name])),
                Other("learning rate", "learning_rate"),
                Other("gradient norm", "gradient_norm"),
            ]));

        Element? Other(string title, string name) =>
            curves.Names.Contains(name) ? CurveChart.Draw(title, curves[name], exact: name == "learning_rate") : null;
    }

    /// <summary>Of each dev set the metric to judge by, in every training of the run.</summary>
    private static IEnumerable<Element?> DevCharts(ReportData data, TrainingCurves curves)
    {
        (string Set, string Metric)[] metrics = [.. curves.Names.Where(name => name.StartsWith(Dev, StringComparison.Ordinal))
            .Select(name => Split(name[Dev.Length..]))];
        foreach (IGrouping<string, (string Set, string Metric)> set in metrics.GroupBy(m => m.Set))
        {
            Metric metric = MetricSet.Of(set.Select(m => m.Metric)).Judged;
            string name = Dev + (set.Key.Length == 0 ? metric.Name : $"{set.Key}/{metric.Name}");
            yield return DevChart.Draw(
                metric.Title + (set.Key.Length == 0 ? " on the dev data" : $" on {set.Key}"),
                new MetricFormat(metric),
                Measured(data.DevTeacher, set.Key, metric.Name),
                [.. data.Curves.Where(run => run.Value.Names.Contains(name))
                    .Select(run => (Title(data, run.Key), Style(data, run.Key), run.Value[name]))]);
        }
    }

    private static (string Set, string Metric) Split(string name) =>
        name.LastIndexOf('/') is var at and >= 0 ? (name[..at], name[(at + 1)..]) : ("", name);

    private static double? Measured(ModelResult? model, string set, string metric) =>
        model?.Dev?.Items.FirstOrDefault(item => item.Key == set).Value is { } metrics && metrics.TryGetValue(metric, out double value)
            && double.IsFinite(value) ? value : null;

    private static string Title(ReportData data, string run) =>
        run.Length > 0 ? run.Replace('_', ' ') : data.Facts?.Teachers.Count == 0 ? "model" : "student";

    private static string Style(ReportData data, string run) => run switch
    {
        "" => "student",
        VersionNames.Baseline => "baseline",
        _ => data.Version(run)?.Style ?? ReportVersion.AblationStyle(
            data.Curves.Keys.Where(key => key is not ("" or VersionNames.Baseline)).TakeWhile(key => key != run).Count()),
    };

    private static string LossTitle(string name)
    {
        string term = name[Scalar.Length..];
        return (term.StartsWith(Unweighted, StringComparison.Ordinal) ? term[Unweighted.Length..] : term).Replace('_', ' ');
    }
}
