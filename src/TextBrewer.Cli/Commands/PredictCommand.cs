using System.CommandLine;
using System.Text.Json;
using TextBrewer.Cli.Screens;
using TextBrewer.Naming;
using TextBrewer.Recipes.Predicting;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli.Commands;

/// <summary><c>predict</c>: what a model says about arguments, a file's lines, or the lines of standard input.</summary>
internal static class PredictCommand
{
    internal static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string> model = new("model") { Description = "A model's folder, or its onnx folder." };
        Argument<string[]> texts = new("text")
        {
            Description = "Texts; without any, the lines of standard input.",
            Arity = ArgumentArity.ZeroOrMore
        };
        Option<string?> file = new("--file") { Description = "A file with a text on each line; with --text, a table." };
        Option<bool> pairs = new(
            "--pairs")
        {
            Description = "Each text is a pair: its two parts stand apart by a tab, or are two arguments. Questions with "
                + "their passages are always so."
        };
        Option<string?> context = new("--context") { Description = "qa: a file with the passage; each text is then a question about it." };
        Option<string[]> choices = new(
            "--choice")
        {
            Description = "multiple_choice: a choice; give each with an option of its own. Without it, choices follow their "
                + "text after tabs."
        };
        TaskOptions task = new();
        DataOptions columns = new();
        Option<bool> json = RunCommands.JsonOption();
        Command command = new("predict", """
            Predictions for texts.

            Example: textbrewer predict runs/sst2/student "a gem of a film"
                     textbrewer predict runs/wnut17/student "Mona flew to Oslo"
                     textbrewer predict runs/squad/student --context passage.txt "Who built it?"
                     textbrewer predict runs/sst2/student --file reviews.csv --text review --json
            """.ReplaceLineEndings("\n")) { model, texts, file, pairs, context, choices, json };
        task.AddServedTo(command);
        columns.AddTextsTo(command);
        command.SetAction(parsed =>
        {
            string? path = parsed.GetValue(file);
            bool isTable = columns.DescribeTable(parsed);
            if (isTable && path is null)
                throw new ConfigurationException("--text, --limit and the like are about the table of --file: name one.");
            PredictionSettings settings = new()
            {
                Model = task.BindServed(parsed.GetRequiredValue(model), parsed, terminal),
                Table = isTable ? columns.Table(path!, parsed) : null,
                Lines = isTable ? []
                    : path is not null ? TextLines.Read(path, columns.Encoding(parsed))
                    : Lines(terminal, parsed.GetValue(texts) ?? [], cancellationToken),
                Pairs = parsed.GetValue(pairs),
                Passage = parsed.GetValue(context) is { } passage ? TextLines.ReadWhole(passage, columns.Encoding(parsed)) : null,
                Choices = parsed.GetValue(choices) ?? [],
            };
            if (!isTable && settings.Lines.Count == 0)
                throw new ConfigurationException(
                    "There are no texts: name some, a --file with a text on each line, or give them on standard input.");
            LibTorch.Load();
            IReadOnlyList<Prediction> predictions = Predictor.Predict(settings, cancellationToken);
            if (parsed.GetValue(json))
                foreach (Prediction prediction in predictions)
                    terminal.Out.WriteLine(JsonSerializer.Serialize(prediction, ResultJson.LineOptions));
            else PredictionScreen.Show(terminal, predictions);
        });
        return command;
    }

    private static string[] Lines(Terminal terminal, string[] texts, CancellationToken cancellationToken)
    {
        if (texts.Length > 0) return texts;
        // Standard input may never end, and reading from it cannot be stopped: it is left behind.
        return Task.Run(() => AllLines(terminal.In), cancellationToken).WaitAsync(cancellationToken).GetAwaiter().GetResult();
    }

    private static string[] AllLines(TextReader reader)
    {
        List<string> lines = [];
        while (reader.ReadLine() is { } line) lines.Add(line);
        return [.. lines];
    }
}
