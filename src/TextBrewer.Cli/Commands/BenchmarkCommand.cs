using System.CommandLine;
using System.Text.Json;
using TextBrewer.Cli.Screens;
using TextBrewer.Recipes.Benchmarking;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli.Commands;

/// <summary><c>benchmark</c>: models side by side, in one run.</summary>
internal static class BenchmarkCommand
{
    internal static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string[]> models = new("model")
        {
            Description = "Models' folders; the ONNX files in them are timed too.",
            Arity = ArgumentArity.OneOrMore
        };
        Option<int[]> batch = new("--batch")
        {
            Description = "Texts in a batch.",
            DefaultValueFactory = _ => [1, 32],
            AllowMultipleArgumentsPerToken = true
        };
        Option<int[]> length = new("--length")
        {
            Description = "Tokens in a text.",
            DefaultValueFactory = _ => [24, 128],
            AllowMultipleArgumentsPerToken = true
        };
        Option<int> rounds = new("--rounds")
        {
            Description = "Batches that each model gets, those for warming up left out.",
            DefaultValueFactory = _ => 50
        };
        Option<string?> data = new("--data") { Description = "A data file: texts of real lengths in place of --length." };
        DataOptions columns = new();
        Option<bool> json = RunCommands.JsonOption();
        Command command = new("benchmark", "Latency, throughput, size and memory of models, side by side.\n\nExample: textbrewer benchmark "
            + "models/teacher runs/sst2/student runs/sst2/onnx --batch 1 32") { models, batch, length, rounds, data, json };
        columns.AddTo(command);
        command.SetAction(parsed =>
        {
            BenchmarkSettings settings = new()
            {
                Models = parsed.GetRequiredValue(models),
                Batches = parsed.GetRequiredValue(batch),
                Lengths = parsed.GetRequiredValue(length),
                Rounds = parsed.GetValue(rounds),
                Data = parsed.GetValue(data) is { } path ? columns.Table(path, parsed) : null,
            };
            LibTorch.Load();
            BenchmarkResult result = LatencyBenchmark.Run(settings, cancellationToken);
            if (parsed.GetValue(json)) terminal.Out.WriteLine(JsonSerializer.Serialize(result, ResultJson.Options));
            else BenchmarkScreen.Show(terminal, result);
        });
        return command;
    }
}
