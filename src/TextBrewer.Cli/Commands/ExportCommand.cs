using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TextBrewer.Cli.Screens;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Running;
using TextBrewer.Recipes.Tasks;
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
        Option<string?> data = new("--data") { Description = "A data file to compare on; without one, sequences of random tokens." };
        DataOptions columns = new();
        TaskOptions task = new();
        Option<bool> json = RunCommands.JsonOption();
        Command command = new("export", "Writes a model as an ONNX folder and compares it with what it was.\n\nExample: textbrewer export runs/sst2/student --output runs/sst2/onnx --int8 --data dev.tsv") { model, output, int8, portable, data, json };
        columns.AddTo(command);
        task.AddTo(command, int8: false);
        command.SetAction(parsed =>
        {
            LibTorch.Load();
            string source = parsed.GetRequiredValue(model);
            using ModelFolder folder = task.Open(source, parsed);
            TaskData? compared = parsed.GetValue(data) is { } path ? folder.Read(columns.Table(path, parsed), terminal.Error.WriteLine) : null;
            IReadOnlyList<(string Name, Parity Parity)> written = OnnxFolder.Write(folder, source, parsed.GetRequiredValue(output), parsed.GetValue(int8), parsed.GetValue(portable), compared);
            if (parsed.GetValue(json)) terminal.Out.WriteLine(JsonSerializer.Serialize(written.ToDictionary(w => w.Name, w => w.Parity), RecipeFile.Options));
            else Show(terminal, written);
        });
        return command;
    }

    private static void Show(Terminal terminal, IReadOnlyList<(string Name, Parity Parity)> written)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("file");
        string? metric = written[0].Parity.Before?.Metrics.Keys.First();
        string[] columns = ["bytes", "largest logit difference", .. metric is null ? Array.Empty<string>() : ["same decisions %", $"{metric.Replace('_', ' ')} before", "after"]];
        foreach (string column in columns) table.AddColumn(new TableColumn(column).RightAligned());
        foreach ((string name, Parity parity) in written)
        {
            string[] cells = [name, parity.Bytes.ToString("N0", CultureInfo.InvariantCulture), parity.LargestDifference.ToString("G2", CultureInfo.InvariantCulture)];
            string[] compared = metric is null ? [] : [parity.Agreement is double share ? Number(100 * share, "F2") : "-", Number(parity.Before!.Metrics[metric], "F5"), Number(parity.After!.Metrics[metric], "F5")];
            table.AddRow([.. cells, .. compared]);
        }
        ResultTable.Console(terminal).Write(table);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
