using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TextBrewer.Cli.Screens;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli.Commands;

/// <summary><c>export</c>: a model as an ONNX folder, compared with what it was.</summary>
internal static class ExportCommand
{
    internal static Command Make(Terminal terminal)
    {
        Argument<string> model = new("model") { Description = "A Hugging Face folder." };
        Option<string> output = new("--output") { Description = "The folder that is written.", Required = true };
        Option<bool> int8 = new("--int8") { Description = "Also write model_int8.onnx: a quarter of the size, faster on most processors." };
        Option<bool> portable = new("--portable") { Description = "Use ai.onnx's operators alone, for other runtimes than ONNX Runtime." };
        Option<double> maxLoss = new("--max-metric-loss")
        {
            Description = "What int8 may lose of the metric: 0.01 is a point. Layers that are to blame for more stay in float32.",
            DefaultValueFactory = _ => new RecipeExport().MaxMetricLoss
        };
        Option<string[]> data = new("--data")
        {
            Description = "Data files to compare on; without one, sequences of random tokens.",
            AllowMultipleArgumentsPerToken = true
        };
        DataOptions columns = new();
        TaskOptions task = new();
        Option<bool> json = RunCommands.JsonOption();
        Command command = new("export", "Writes a model as an ONNX folder and compares it with what it was.\n\nExample: textbrewer export "
            + "runs/sst2/student --output runs/sst2/onnx --int8 --data dev.tsv") { model, output, int8, portable, data, maxLoss, json };
        columns.AddTo(command);
        task.AddTo(command, int8: false);
        command.SetAction(parsed =>
        {
            LibTorch.Load();
            string source = parsed.GetRequiredValue(model);
            using LoadedModel folder = task.Open(source, parsed);
            RecipeExport settings = new()
            {
                Int8 = parsed.GetValue(int8),
                Portable = parsed.GetValue(portable),
                MaxMetricLoss = parsed.GetValue(maxLoss)
            };
            string[] paths = parsed.GetValue(data) ?? [];
            SingleOrNamed<TaskData>? compared = paths.Length == 0
                ? null
                : new([.. paths.Select(path => KeyValuePair.Create(
                    paths.Length == 1 ? "" : Path.GetFileNameWithoutExtension(path),
                    folder.Read(columns.Table(path, parsed), terminal.Error.WriteLine)))]);
            IReadOnlyList<ExportedFile> written = OnnxFolder.Write(
                folder,
                source,
                parsed.GetRequiredValue(output),
                settings,
                compared,
                terminal.Error.WriteLine);
            if (parsed.GetValue(json)) terminal.Out
                .WriteLine(JsonSerializer.Serialize(written.ToDictionary(file => file.Name, file => file.Parity), RecipeJson.Options));
            else Show(terminal, written, settings);
        });
        return command;
    }

    private static void Show(Terminal terminal, IReadOnlyList<ExportedFile> written, RecipeExport settings)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("file");
        string[] sets = [.. written[0].Parity.Before?.Items.Select(set => set.Key) ?? []];
        string metric = written[0].Parity.Before?.First.Keys.First() ?? "";
        string[] columns = ["bytes", "largest logit difference", .. sets.Length == 0 ? Array.Empty<string>() : ["same decisions %"], .. sets
            .SelectMany(set => (string[])[$"{metric.Replace('_', ' ')}{(set.Length == 0 ? "" : $" {set}")} before", "after"])];
        foreach (string column in columns) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (ExportedFile file in written)
        {
            Parity parity = file.Parity;
            string[] cells = [file.Name, parity.Bytes.ToString("N0", CultureInfo.InvariantCulture), parity.LargestDifference
                .ToString("G2", CultureInfo.InvariantCulture)];
            string[] same = sets.Length == 0 ? [] : [parity.Agreement is double share ? Number(100 * share, "F2") : "-"];
            table.AddRow(
                [.. cells, .. same, .. sets.SelectMany((_, i) => (string[])[Metric(parity.Before!, i), Metric(parity.After!, i)])]);
        }
        ResultTable.Console(terminal).Write(table);
        foreach (string sentence in Answer(written, settings)) terminal.Out.WriteLine(sentence);

        string Metric(SingleOrNamed<IReadOnlyDictionary<string, double>> metrics, int set) =>
            Number(metrics.Items[set].Value[metric], "F5");
    }

    /// <summary>Whether the files are the same model, in plain words.</summary>
    private static IEnumerable<string> Answer(IReadOnlyList<ExportedFile> written, RecipeExport settings)
    {
        foreach (ExportedFile file in written)
        {
            if (file.Name == OnnxFolder.FileName && file.Parity.LargestDifference > Parity.Float32Tolerance)
                yield return $"Warning: a logit of {file.Name} differs by more than {Number(Parity.Float32Tolerance, "G2")} from the "
                    + "model's.";
            if (file.Parity.Float32Layers is { } layers) yield return $"{layers.Count} layers of {file.Name} stay in float32: "
                + $"{string.Join(", ", layers)}.";
            if (file.Name == OnnxFolder.Int8Name && file.Parity.MetricLoss > settings.MaxMetricLoss)
                yield return $"Warning: {file.Name} loses {Number(file.Parity.MetricLoss.Value, "F4")} of the metric, more than "
                    + $"{Number(settings.MaxMetricLoss, "R")}.";
        }
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
