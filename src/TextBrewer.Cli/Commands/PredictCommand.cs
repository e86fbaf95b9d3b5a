using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TextBrewer.Recipes.Running;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli.Commands;

/// <summary><c>predict</c>: labels and probabilities for arguments, a file's lines, or the lines of standard input.</summary>
internal static class PredictCommand
{
    internal static Command Make(Terminal terminal)
    {
        Argument<string> model = new("model") { Description = "A Hugging Face folder." };
        Argument<string[]> texts = new("text") { Description = "Texts; without any, the lines of standard input.", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> file = new("--file") { Description = "A file with a text on each line." };
        Option<bool> json = RunCommands.JsonOption();
        Command command = new("predict", "Predictions for texts.\n\nExample: textbrewer predict runs/sst2/student \"a gem of a film\"") { model, texts, file, json };
        command.SetAction(parsed =>
        {
            string[] inputs = Inputs(terminal, parsed.GetValue(texts) ?? [], parsed.GetValue(file));
            LibTorch.Load();
            using ClassifierFolder classifier = new(parsed.GetRequiredValue(model));
            foreach ((string text, IReadOnlyDictionary<string, float> probabilities) in inputs.Zip(classifier.Predict(inputs)))
            {
                (string label, float probability) = probabilities.MaxBy(p => p.Value);
                terminal.Out.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(new { text, label, probabilities })
                    : string.Create(CultureInfo.InvariantCulture, $"{label}\t{probability:F4}\t{text}"));
            }
        });
        return command;
    }

    private static string[] Inputs(Terminal terminal, string[] texts, string? file)
    {
        if (file is not null)
            return File.Exists(file) ? File.ReadAllLines(file) : throw new FileNotFoundException($"There is no file '{file}'.", file);
        if (texts.Length > 0) return texts;
        List<string> lines = [];
        while (terminal.In.ReadLine() is { } line) lines.Add(line);
        return [.. lines];
    }
}
