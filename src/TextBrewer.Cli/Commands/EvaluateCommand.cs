using System.CommandLine;
using System.Text.Json;
using TextBrewer.Cli.Screens;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Torch.Collectives;

namespace TextBrewer.Cli.Commands;

/// <summary><c>evaluate</c>: metrics of a checkpoint folder.</summary>
internal static class EvaluateCommand
{
    internal static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string> model = new("model") { Description = "A model's folder, or its onnx folder." };
        Option<string> data = new("--data") { Description = "The data file.", Required = true };
        DataOptions columns = new();
        TaskOptions task = new();
        Option<bool> json = RunCommands.JsonOption();
        Command command = new(
            "evaluate",
            "Metrics of a model over a file.\n\nExample: textbrewer evaluate runs/sst2/student --data dev.tsv") { model, data, json };
        columns.AddTo(command);
        task.AddTo(command);
        ProcessOptions processes = new();
        processes.AddTo(command, withFolder: false);
        command.SetAction(parsed => processes.Run(terminal, parsed, (shown, collective) =>
        {
            (LoadedModel read, TaskData texts) = collective.Together("reading model and data", () =>
            {
                LoadedModel opened = task.Bind(parsed.GetRequiredValue(model), parsed).Open();
                RecipeTable table = columns.Table(parsed.GetRequiredValue(data), parsed);
                return (opened, opened.Read(table, shown.Error.WriteLine, cancellationToken));
            });
            using LoadedModel folder = read;
            TaskScore score = folder.Evaluate(texts, collective, cancellationToken);
            if (!parsed.GetValue(json)) EvaluationScreen.Show(shown, score);
            else
            {
                Dictionary<string, object> result = score.Metrics.ToDictionary(m => m.Key, m => (object)m.Value);
                if (score.Right is { } right) result["right"] = right;
                result["examples"] = score.Count;
                shown.Out.WriteLine(JsonSerializer.Serialize(result, RecipeJson.Options));
            }
            return ExitCode.Success;
        }));
        return command;
    }
}
