using TextBrewer.Reports.Results;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Cli.Screens;

/// <summary>The models of a run side by side.</summary>
internal static class ResultScreen
{
    internal static void Show(Terminal terminal, RunResult result)
    {
        (string Name, ModelResult? Model)[] models = result.Model is { } model
            ? [("model", model), ("model onnx fp32", result.StudentOnnxFp32), ("model onnx int8", result.StudentOnnxInt8)]
            :
            [
                ("teacher", result.Teacher),
                ("student", result.Student),
                ("student onnx fp32", result.StudentOnnxFp32),
                ("student onnx int8", result.StudentOnnxInt8),
                ("baseline", result.Baseline),
                .. result.Ablation?.Select(a => (a.Key.Replace('_', ' '), (ModelResult?)a.Value)) ?? [],
            ];
        Table(terminal, [.. models.Where(m => m.Model is not null).Select(m => (m.Name, m.Model!))]);
        if (result.Agreement is { } agreement) Agreement(terminal, agreement);
    }

    private static void Table(Terminal terminal, IReadOnlyList<(string Name, ModelResult Model)> models)
    {
        (string Set, Metric Metric)[] shown = [.. models[0].Model.Dev?.Items
            .SelectMany(set => MetricSet.Of(set.Value.Keys).Main.Select(metric => (set.Key, metric))) ?? []];
        IEnumerable<string> metrics = shown.Select(column => Title(column.Set, column.Metric));
        string[] columns = [.. metrics, "parameters", "bytes", "ms per sentence"];
        PlainText.Write(terminal, "model", columns, [.. models.Select(model => Row(model.Name, model.Model, shown))]);
    }

    private static string[] Row(string name, ModelResult model, IEnumerable<(string Set, Metric Metric)> shown) =>
    [
        name,
        .. shown.Select(column => Value(model, column.Set, column.Metric)),
        model.Parameters is long parameters ? PlainText.Count(parameters) : "-",
        PlainText.Count(model.Bytes),
        model.LatencyMs is { } latency ? PlainText.Number(latency["p50"], "F2") : "-",
    ];

    private static string Title(string set, Metric metric)
    {
        string title = set.Length == 0 ? metric.Title : $"{metric.Title} {set}";
        return metric.IsShare ? $"{title} %" : title;
    }

    private static string Value(ModelResult model, string set, Metric metric)
    {
        IReadOnlyDictionary<string, double> metrics = model.Dev!.Items.First(item => item.Key == set).Value;
        return PlainText.Number(metric.Shown(metrics[metric.Name]), metric.IsShare ? "F2" : "F4");
    }

    private static void Agreement(Terminal terminal, IReadOnlyDictionary<string, double> agreement)
    {
        string line = $"The student gives the teacher's label on {Percent(agreement[VersionNames.Student])} of the dev examples";
        if (agreement.TryGetValue(VersionNames.Int8, out double int8)) line += $", in int8 on {Percent(int8)}";
        terminal.Out.WriteLine(line + ".");
    }

    private static string Percent(double share) => PlainText.Number(100 * share, "F1") + " %";
}
