using System.Globalization;
using Spectre.Console;
using TextBrewer.Adaptors;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;

namespace TextBrewer.Cli.Screens;

/// <summary>The models of a run side by side.</summary>
internal static class ResultTable
{
    private const string ExactMatch = "exact_match";

    internal static void Write(Terminal terminal, RunResult result)
    {
        (string Name, ModelResult? Model)[] models =
        [
            ("teacher", result.Teacher), ("student", result.Student), ("student onnx fp32", result
                .StudentOnnxFp32), ("student onnx int8", result.StudentOnnxInt8), ("baseline", result.Baseline),
            .. result.Ablation?.Select(a => (a.Key.Replace('_', ' '), (ModelResult?)a.Value)) ?? [],
        ];
        if (result.Model is not null) models = [("model", result.Model), ("model onnx fp32", result
            .StudentOnnxFp32), ("model onnx int8", result.StudentOnnxInt8)];
        Write(terminal, [.. models.Where(m => m.Model is not null).Select(m => (m.Name, m.Model!))]);
        if (result.Agreement is { } agreement)
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The student gives the teacher's label on {100 * agreement["student"]:F1} % of the dev examples{(agreement.TryGetValue("student_onnx_int8", out double int8) ? FormattableString.Invariant($", in int8 on {100 * int8:F1} %") : "")}."));
    }

    internal static void Write(Terminal terminal, IReadOnlyList<(string Name, ModelResult Model)> models)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("model");
        (string Set, string Metric)[] shown = [.. models[0].Model.Dev?.Items
            .SelectMany(set => Shown(set.Value).Select(metric => (set.Key, metric))) ?? []];
        foreach ((string set, string metric) in shown)
            table.AddColumn(new TableColumn($"{metric.Replace('_', ' ')}{(set.Length == 0 ? "" : $" {set}")} %").RightAligned());
        foreach (string column in (string[])["parameters", "bytes", "ms per sentence"]) table.AddColumn(
            new TableColumn(column).RightAligned());
        foreach ((string name, ModelResult model) in models)
        {
            table.AddRow(
            [
                name,
                .. shown.Select(s => Percent(model.Dev!.Items.First(d => d.Key == s.Set).Value, s.Metric)),
                model.Parameters?.ToString("N0", CultureInfo.InvariantCulture) ?? "-",
                model.Bytes.ToString("N0", CultureInfo.InvariantCulture),
                model.LatencyMs is { } latency ? Number(latency["p50"], "F2") : "-",
            ]);
        }
        Console(terminal).Write(table);
    }

    /// <summary>Plain text of a fixed width: the same on every screen and in a file.</summary>
    internal static IAnsiConsole Console(Terminal terminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(terminal.Out)
        });
        console.Profile.Width = 100;
        return console;
    }

    // The first metric is the one to judge by; answers are always given with both of theirs.
    private static string[] Shown(IReadOnlyDictionary<string, double> metrics) =>
        metrics.ContainsKey(ExactMatch) ? [ExactMatch, "f1"] : [metrics.Keys.First()];

    // Answers are measured in percent, everything else in fractions.
    private static string Percent(IReadOnlyDictionary<string, double> metrics, string metric) =>
        Number(metrics.ContainsKey(ExactMatch) ? metrics[metric] : 100 * metrics[metric], "F2");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
