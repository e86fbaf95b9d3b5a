using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TextBrewer.Recipes.Running;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli.Commands;

/// <summary><c>evaluate</c>: metrics of a checkpoint folder.</summary>
internal static class EvaluateCommand
{
    internal static Command Make(Terminal terminal)
    {
        Argument<string> model = new("model") { Description = "A Hugging Face folder." };
        Option<string> data = new("--data") { Description = "The data file.", Required = true };
        Option<string?> text = new("--text") { Description = "The text's column: a name, or a number from 0; by default sentence (choices: context; tagged words: 0)." };
        Option<string?> pair = new("--pair") { Description = "The second text's column." };
        Option<string?> label = new("--label") { Description = "The label's column; by default label (tagged words: the last)." };
        Option<string[]> columns = new("--label-columns") { Description = "multi_label: a column of 0 and 1 for each label, in place of one column.", AllowMultipleArgumentsPerToken = true };
        Option<string[]> choices = new("--choices") { Description = "The columns of the choices, or the one column of a list of them; by default choices.", AllowMultipleArgumentsPerToken = true };
        Option<string?> separator = new("--separator") { Description = "What stands between the columns of tagged words, or between several labels in a cell." };
        Option<string?> scorer = new("--scorer") { Description = "qa: squad or cmrc; by default cmrc for Chinese questions, else squad." };
        Option<string?> format = new("--format") { Description = "tsv, csv, jsonl, conll or json; by default the file's extension." };
        TaskOptions task = new();
        Option<bool> json = RunCommands.JsonOption();
        Command command = new("evaluate", "Metrics of a model over a file.\n\nExample: textbrewer evaluate runs/sst2/student --data dev.tsv") { model, data, text, pair, label, columns, choices, separator, scorer, format, json };
        task.AddTo(command);
        command.SetAction(parsed =>
        {
            LibTorch.Load();
            using ModelFolder folder = task.Open(parsed.GetRequiredValue(model), parsed);
            TaskScore score = folder.Evaluate(folder.Read(new RecipeTable
            {
                Path = parsed.GetRequiredValue(data),
                Kind = parsed.GetValue(format),
                Text = parsed.GetValue(text),
                Pair = parsed.GetValue(pair),
                Label = parsed.GetValue(label),
                LabelColumns = parsed.GetValue(columns) is { Length: > 0 } labels ? labels : null,
                Choices = parsed.GetValue(choices) is { Length: > 0 } named ? named : null,
                Separator = parsed.GetValue(separator),
                LabelSeparator = parsed.GetValue(separator),
                Scorer = parsed.GetValue(scorer),
            }, terminal.Error.WriteLine));
            if (parsed.GetValue(json))
            {
                Dictionary<string, object> result = score.Metrics.ToDictionary(m => m.Key, m => (object)m.Value);
                if (score.Right is { } right) result["right"] = right;
                result["examples"] = score.Count;
                terminal.Out.WriteLine(JsonSerializer.Serialize(result, RecipeFile.Options));
                return;
            }
            if (score.Right is { } found) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found} of {score.Count} right"));
            foreach ((string name, double value) in score.Metrics) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10} {value:F5}"));
        });
        return command;
    }
}
