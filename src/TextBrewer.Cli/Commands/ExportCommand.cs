using System.CommandLine;
using System.Text.Json;
using TextBrewer.Cli.Screens;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli.Commands;

/// <summary><c>export</c>: a model's ONNX files, compared with what it was.</summary>
internal static class ExportCommand
{
    internal static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string> model = new("model") { Description = "A Hugging Face folder." };
        Option<string> output = new("--output")
        {
            Description = "A folder that gets everything but the weights; without it the model's own gets the ONNX files.",
        };
        Option<bool> int8 = new("--int8")
        {
            Description = "Also write onnx/model_int8.onnx: a quarter of the size, faster on most processors.",
        };
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
        Command command = new("export", "Writes a model as ONNX files, onnx/ in its folder, and compares them with what it was."
            + "\n\nExample: textbrewer export runs/sst2/student --int8 --data dev.tsv")
        {
            model, output, int8, portable, data, maxLoss, json,
        };
        columns.AddTo(command);
        task.AddTo(command, int8: false);
        command.SetAction(parsed =>
        {
            LibTorch.Load();
            ExportSettings settings = new()
            {
                Model = task.Bind(parsed.GetRequiredValue(model), parsed),
                Output = parsed.GetValue(output),
                Export = new RecipeExport
                {
                    Int8 = parsed.GetValue(int8),
                    Portable = parsed.GetValue(portable),
                    MaxMetricLoss = parsed.GetValue(maxLoss)
                },
                Data = [.. (parsed.GetValue(data) ?? []).Select(path => columns.Table(path, parsed))],
            };
            IReadOnlyDictionary<string, Parity> written = OnnxFolder.Write(settings, terminal.Error.WriteLine, cancellationToken);
            if (parsed.GetValue(json)) terminal.Out.WriteLine(JsonSerializer.Serialize(written, ResultJson.Options));
            else ExportScreen.Show(terminal, written, settings.Export.MaxMetricLoss);
        });
        return command;
    }
}
