using System.CommandLine;
using System.Text.Json;
using TextBrewer.Cli.Screens;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Metrics;
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
        Option<bool> perClass = new("--per-class")
        {
            Description = "Also precision, recall and F1 of each label; of tagged words, of each type of entity."
        };
        Option<bool> confusion = new("--confusion") { Description = "Also which label is taken for which other, and how often." };
        Option<string?> predictions = new("--predictions")
        {
            Description = "Write what the model says about each example to this file, a line of JSON each."
        };
        Option<bool> json = RunCommands.JsonOption();
        Command command = new(
            "evaluate",
            "Metrics of a model over a file.\n\nExample: textbrewer evaluate runs/sst2/student --data dev.tsv") {
                model, data, perClass, confusion, predictions, json };
        columns.AddTo(command);
        task.AddServedTo(command);
        ProcessOptions processes = new();
        processes.AddTo(command, withFolder: false);
        command.SetAction(parsed => processes.Run(terminal, parsed, (shown, collective) =>
        {
            (LoadedModel read, TaskData texts) = collective.Together("reading model and data", () =>
            {
                LoadedModel opened = task.BindServed(parsed.GetRequiredValue(model), parsed, shown).Open();
                // Before the time that an evaluation takes.
                if (parsed.GetValue(perClass)) EvaluationDetails.CheckLabels(opened.Kind.Name);
                if (parsed.GetValue(confusion)) EvaluationDetails.CheckConfusion(opened.Kind.Name);
                RecipeTable table = columns.Table(parsed.GetRequiredValue(data), parsed);
                return (opened, opened.Read(table, shown.Error.WriteLine, cancellationToken));
            });
            using LoadedModel folder = read;
            EvaluationDetails details = folder.Examine(texts, collective, cancellationToken);
            // What was measured is known to all processes.
            if (collective.Rank > 0) return ExitCode.Success;
            if (parsed.GetValue(predictions) is { } file) details.Save(file);
            IReadOnlyDictionary<string, LabelScore>? labels = parsed.GetValue(perClass) ? details.Labels() : null;
            IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>>? counts =
                parsed.GetValue(confusion) ? details.Confusion() : null;
            IReadOnlyDictionary<string, Interval> intervals = details.Intervals(cancellationToken);
            if (parsed.GetValue(json)) shown.Out.WriteLine(Json(details.Score, intervals, labels, counts));
            else
            {
                EvaluationScreen.Show(shown, details.Score, intervals);
                if (labels is not null) EvaluationScreen.ShowLabels(shown, labels);
                if (counts is not null) EvaluationScreen.ShowConfusion(shown, counts);
            }
            return ExitCode.Success;
        }));
        return command;
    }

    private static string Json(
        TaskScore score,
        IReadOnlyDictionary<string, Interval> intervals,
        IReadOnlyDictionary<string, LabelScore>? labels,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>>? confusion)
    {
        Dictionary<string, object> result = score.Metrics.ToDictionary(m => m.Key, m => (object)m.Value);
        if (score.Right is { } right) result["right"] = right;
        result["examples"] = score.Count;
        if (intervals.Count > 0) result["intervals"] = intervals.ToDictionary(
            interval => interval.Key,
            interval => new { interval.Value.Low, interval.Value.High });
        if (labels is not null) result["per_class"] = labels;
        if (confusion is not null) result["confusion"] = confusion;
        return JsonSerializer.Serialize(result, RecipeJson.Options);
    }
}
