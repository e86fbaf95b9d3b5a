using System.Globalization;
using Spectre.Console;
using TextBrewer.Recipes.Running;

namespace TextBrewer.Cli.Screens;

/// <summary>The models of a run side by side.</summary>
internal static class ResultTable
{
    internal static void Write(Terminal terminal, RunResult result)
    {
        (string Name, ModelResult? Model)[] models =
        [
            ("teacher", result.Teacher), ("student", result.Student), ("baseline", result.Baseline),
            .. result.Ablation?.Select(a => (a.Key.Replace('_', ' '), (ModelResult?)a.Value)) ?? [],
            ("model", result.Model),
        ];
        Write(terminal, [.. models.Where(m => m.Model is not null).Select(m => (m.Name, m.Model!))]);
        if (result.Agreement is { } agreement)
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The student gives the teacher's label on {100 * agreement["student"]:F1} % of the dev examples."));
    }

    internal static void Write(Terminal terminal, IReadOnlyList<(string Name, ModelResult Model)> models)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("model");
        string[] accuracies = [.. models[0].Model.Dev?.Items.Select(d => d.Key.Length == 0 ? "accuracy %" : $"accuracy {d.Key} %") ?? []];
        foreach (string column in (string[])[.. accuracies, "parameters", "bytes", "ms per sentence"]) table.AddColumn(new TableColumn(column).RightAligned());
        foreach ((string name, ModelResult model) in models)
        {
            table.AddRow(
            [
                name,
                .. model.Dev?.Items.Select(d => Number(100 * d.Value["accuracy"], "F2")) ?? [],
                model.Parameters?.ToString("N0", CultureInfo.InvariantCulture) ?? "-",
                model.Bytes.ToString("N0", CultureInfo.InvariantCulture),
                model.LatencyMs is { } latency ? Number(latency["p50"], "F2") : "-",
            ]);
        }
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(terminal.Out) });
        console.Profile.Width = 100;
        console.Write(table);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
