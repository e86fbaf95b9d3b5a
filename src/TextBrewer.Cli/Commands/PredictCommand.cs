using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TextBrewer.Configuration;
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
        Option<bool> pairs = new("--pairs") { Description = "Each text is a pair: its two parts stand apart by a tab, or are two arguments." };
        Option<int> length = new("--max-length") { Description = "The longest sequence of tokens.", DefaultValueFactory = _ => 128 };
        Option<bool> json = RunCommands.JsonOption();
        Command command = new("predict", "Predictions for texts.\n\nExample: textbrewer predict runs/sst2/student \"a gem of a film\"") { model, texts, file, pairs, length, json };
        command.SetAction(parsed =>
        {
            string[] lines = Inputs(terminal, parsed.GetValue(texts) ?? [], parsed.GetValue(file));
            (string Text, string? Pair)[] inputs = parsed.GetValue(pairs) ? Pairs(lines) : [.. lines.Select(line => (line, (string?)null))];
            LibTorch.Load();
            using ClassifierFolder classifier = new(parsed.GetRequiredValue(model), parsed.GetValue(length));
            foreach (((string text, string? pair), IReadOnlyDictionary<string, float> probabilities) in inputs.Zip(classifier.Predict(inputs)))
            {
                (string label, float probability) = probabilities.MaxBy(p => p.Value);
                terminal.Out.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(new Prediction(text, pair, label, probabilities), RecipeFile.LineOptions)
                    : string.Create(CultureInfo.InvariantCulture, $"{label}\t{probability:F4}\t{text}{(pair is null ? "" : "\t" + pair)}"));
            }
        });
        return command;
    }

    /// <summary>Lines with a tab, or two arguments for each pair.</summary>
    private static (string Text, string? Pair)[] Pairs(string[] lines)
    {
        if (lines.All(line => line.Split('\t').Length == 2)) return [.. lines.Select(line => (line.Split('\t')[0], (string?)line.Split('\t')[1]))];
        if (!lines.Any(line => line.Contains('\t', StringComparison.Ordinal)) && lines.Length % 2 == 0) return [.. lines.Chunk(2).Select(two => (two[0], (string?)two[1]))];
        throw new ConfigurationException("--pairs takes texts of two parts: one tab in each text, or an even number of texts without any.");
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

    /// <summary>A line of <c>--json</c>; without a second text, it has none.</summary>
    private sealed record Prediction(string Text, string? Pair, string Label, IReadOnlyDictionary<string, float> Probabilities);
}
