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
        (string Name, ModelResult Model)[] measured = [.. models.Where(m => m.Model is not null).Select(m => (m.Name, m.Model!))];
        Table(terminal, measured);
        if (result.Seeds is { } seeds) Seeds(terminal, seeds);
        Examples(terminal, measured[0].Model);
        Differences(terminal, result, measured);
        if (result.Agreement is { } agreement) Agreement(terminal, agreement, result.AgreementOver);
        Speed(terminal, result);
        foreach ((string name, ModelResult version) in measured)
            if (version.BelowFloor is { } problem) terminal.Out.WriteLine($"Below the floor: {name} ({problem}).");
    }

    private static void Table(Terminal terminal, (string Name, ModelResult Model)[] models)
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
        IReadOnlyDictionary<string, double> metrics = Metrics(model, set);
        string value = Number(metric, metrics[metric.Name]);
        if (model.Spread?.Items.FirstOrDefault(item => item.Key == set).Value is { } spread)
            return $"{value} ± {Number(metric, spread[metric.Name])}";
        return Uncertainty(model.Uncertainty, set)?.Intervals.GetValueOrDefault(metric.Name) is { } interval
            ? $"{value} ± {Number(metric, interval.Half)}"
            : value;
    }

    private static Uncertainty? Uncertainty(SingleOrNamed<Uncertainty>? all, string set) =>
        all?.Items.FirstOrDefault(item => item.Key == set).Value;

    private static string Number(Metric metric, double value) => PlainText.Number(metric.Shown(value), metric.IsShare ? "F2" : "F4");

    private static string Signed(Metric metric, double value) => (value < 0 ? "" : "+") + Number(metric, value + 0.0);

    private static void Seeds(Terminal terminal, IReadOnlyList<SeedResult> seeds)
    {
        int completed = seeds.Count(seed => seed.Status == "completed");
        string left = completed == seeds.Count ? "" : $" ({seeds.Count - completed} that did not complete left out)";
        terminal.Out.WriteLine($"Means over {completed} seeds{left}; ± is the standard deviation between them.");
    }

    /// <summary>What stands behind ±.</summary>
    private static void Examples(Terminal terminal, ModelResult model)
    {
        if (model.Uncertainty is not { } uncertainty) return;
        IEnumerable<string> sets = uncertainty.Items.Select(
            set => $"{PlainText.Count(set.Value.Examples)} dev examples{(set.Key.Length == 0 ? "" : $" of {set.Key}")}");
        terminal.Out.WriteLine(
            $"± is half of a 95 % interval over {string.Join(", ", sets)} ({PlainText.Count(Bootstrap.Resamples)} resamples).");
    }

    /// <summary>How far versions lie apart by the metrics to judge by, on the same resamples.</summary>
    private static void Differences(Terminal terminal, RunResult result, IReadOnlyList<(string Name, ModelResult Model)> models)
    {
        List<string[]> rows = [];
        HashSet<string> units = [];
        foreach (VersionDifference difference in result.Differences ?? [])
        {
            (ModelResult version, ModelResult against) = (Find(difference.Version), Find(difference.Against));
            foreach ((string set, Uncertainty uncertainty) in difference.Dev.Items)
            {
                IReadOnlyDictionary<string, double> one = Metrics(version, set), other = Metrics(against, set);
                Metric metric = MetricSet.Of(one.Keys).Judged;
                units.Add(metric.IsShare ? $"{metric.Title}, points" : metric.Title);
                if (uncertainty.Intervals.GetValueOrDefault(metric.Name) is not { } interval) continue;
                rows.Add(
                [
                    $"{Name(difference.Version)} - {Name(difference.Against)}{(set.Length == 0 ? "" : $", {set}")}",
                    Signed(metric, one[metric.Name] - other[metric.Name]),
                    $"{Signed(metric, interval.Low)} to {Signed(metric, interval.High)}",
                    interval.Contains(0) ? "no" : "yes",
                ]);
            }
        }
        if (rows.Count > 0) PlainText.Write(terminal, "difference", [string.Join(" or ", units), "95 % interval", "apart"], rows);
        if (rows.Count > 0) terminal.Out.WriteLine("Apart: the interval, on the same resamples for both, does not hold 0.");

        ModelResult Find(string version) => models.First(model => model.Name == Name(version)).Model;
    }

    private static string Name(string version) => version.Replace('_', ' ');

    private static IReadOnlyDictionary<string, double> Metrics(ModelResult model, string set) =>
        model.Dev!.Items.First(item => item.Key == set).Value;

    /// <summary>How much faster the files are, like with like.</summary>
    private static void Speed(Terminal terminal, RunResult result)
    {
        if (result.Teacher?.LatencyMs?.TryGetValue(ModelResult.OnnxMedian, out double teacher) != true) return;
        (string Name, ModelResult? Model)[] files = [("onnx fp32", result.StudentOnnxFp32), ("onnx int8", result.StudentOnnxInt8)];
        IEnumerable<string> times = files.Where(file => file.Model?.LatencyMs?[ModelResult.Median] > 0).Select(
            file => $"{file.Name} {PlainText.Number(teacher / file.Model!.LatencyMs![ModelResult.Median], "F1")}");
        string reference = PlainText.Number(teacher, "F2");
        terminal.Out.WriteLine($"Times as fast as the teacher's {reference} ms as ONNX fp32: {string.Join(", ", times)}.");
    }

    private static void Agreement(Terminal terminal, IReadOnlyDictionary<string, double> agreement, string? over)
    {
        if (!agreement.TryGetValue(VersionNames.Student, out double student)) return;
        string inInt8 = agreement.TryGetValue(VersionNames.Int8, out double int8) ? $", in int8 {Percent(int8)}" : "";
        terminal.Out.WriteLine(over switch
        {
            "entities" => $"Of the entities that teacher or student finds, both find {Percent(student)}{inInt8}.",
            null or "examples" => $"The student gives the teacher's label on {Percent(student)}{inInt8} of the dev examples.",
            _ => $"The student gives the teacher's answer on {Percent(student)}{inInt8} of the dev {over}.",
        });
    }

    private static string Percent(double share) => PlainText.Number(100 * share, "F1") + " %";
}
