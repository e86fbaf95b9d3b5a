using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TextBrewer.Recipes.Running;
using TextBrewer.Text.Metrics;
using TextBrewer.Text.Reading;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli.Commands;

/// <summary><c>evaluate</c>: metrics of a checkpoint folder.</summary>
internal static class EvaluateCommand
{
    internal static Command Make(Terminal terminal)
    {
        Argument<string> model = new("model") { Description = "A Hugging Face folder." };
        Option<string> data = new("--data") { Description = "The data file.", Required = true };
        Option<string> text = new("--text") { Description = "The text's column: a name, or a number from 0.", DefaultValueFactory = _ => "sentence" };
        Option<string?> pair = new("--pair") { Description = "The second text's column." };
        Option<string> label = new("--label") { Description = "The label's column.", DefaultValueFactory = _ => "label" };
        Option<string?> format = new("--format") { Description = "tsv, csv or jsonl; by default the file's extension." };
        Option<int> length = new("--max-length") { Description = "The longest sequence of tokens.", DefaultValueFactory = _ => 128 };
        Option<bool> json = RunCommands.JsonOption();
        Command command = new("evaluate", "Metrics of a model over a file.\n\nExample: textbrewer evaluate runs/sst2/student --data dev.tsv") { model, data, text, pair, label, format, length, json };
        command.SetAction(parsed =>
        {
            LibTorch.Load();
            using ClassifierFolder classifier = new(parsed.GetRequiredValue(model), parsed.GetValue(length));
            ClassificationMetrics metrics = classifier.Evaluate(classifier.Read(parsed.GetRequiredValue(data), new TableOptions
            {
                Format = parsed.GetValue(format),
                Text = parsed.GetRequiredValue(text),
                Pair = parsed.GetValue(pair),
                Label = parsed.GetRequiredValue(label),
            }, terminal.Error.WriteLine));
            if (parsed.GetValue(json))
            {
                Dictionary<string, object> result = Evaluation.Named(metrics).ToDictionary(m => m.Key, m => (object)m.Value);
                (result["right"], result["examples"]) = (metrics.Right, metrics.Count);
                terminal.Out.WriteLine(JsonSerializer.Serialize(result, RecipeFile.Options));
                return;
            }
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metrics.Right} of {metrics.Count} right"));
            foreach ((string name, double value) in Evaluation.Named(metrics)) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10} {value:F5}"));
        });
        return command;
    }
}
