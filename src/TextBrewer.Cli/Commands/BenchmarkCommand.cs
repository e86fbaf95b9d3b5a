using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TextBrewer.Cli.Screens;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Onnx.Running;
using TextBrewer.Recipes.Benchmarking;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Text.Files;
using TextBrewer.Text.Machine;
using TextBrewer.Torch.Native;
using TorchSharp;

namespace TextBrewer.Cli.Commands;

/// <summary><c>benchmark</c>: models side by side, in one run.</summary>
internal static class BenchmarkCommand
{
    internal static Command Make(Terminal terminal)
    {
        Argument<string[]> models = new("model")
        {
            Description = "Hugging Face folders and ONNX folders.",
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
            (int[] batches, int[] lengths, int count) = (parsed.GetRequiredValue(batch), parsed.GetRequiredValue(length), parsed.GetValue(
                rounds));
            if (batches.Any(b => b < 1) || lengths.Any(l => l < 3) || count < 1) throw new ConfigurationException(
                "--batch and --rounds are at least 1, and --length at least 3: a text has two added tokens.");
            LibTorch.Load();
            using LatencyBenchmark benchmark = new();
            foreach (string folder in parsed.GetRequiredValue(models)) Add(benchmark, folder);
            Latency[] rows = parsed.GetValue(data) is { } path
                ? [.. batches.SelectMany(b => benchmark.Run(b, columns.Table(path, parsed), count))]
                : [.. batches.SelectMany(b => lengths.SelectMany(l => benchmark.Run(b, l, count)))];
            if (parsed.GetValue(json)) terminal.Out.WriteLine(JsonSerializer.Serialize(
                new { threads = torch.get_num_threads(), instructions = Processor.Instructions, rows },
                RecipeJson.Options));
            else Show(terminal, rows);
        });
        return command;
    }

    private static void Add(LatencyBenchmark benchmark, string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        bool onnx = File.Exists(Path.Combine(folder, ModelFiles.Onnx));
        benchmark.Add(onnx ? $"{name} (ONNX fp32)" : $"{name} (TorchSharp)", () => new LoadedModel(folder));
        if (File.Exists(Path.Combine(folder, ModelFiles.OnnxInt8))) benchmark.Add(
            $"{name} (ONNX int8)",
            () => new LoadedModel(folder, int8: true));
    }

    private static void Show(Terminal terminal, Latency[] rows)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("model");
        foreach (string column in (string[])["batch", "tokens", "p50 ms", "p95 ms", "p99 ms", "texts/s", "MB", "MB in memory"]) table
            .AddColumn(new TableColumn(column).RightAligned());
        foreach (Latency row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Name),
                Number(row.Batch, "N0"),
                Number(row.Length, "0.#"),
                Number(row.P50, "F2"),
                Number(row.P95, "F2"),
                Number(row.P99, "F2"),
                Number(row.TextsPerSecond, "N0"),
                Number(row.Bytes / 1e6, "F1"),
                Number(row.ResidentBytes / 1e6, "F1"));
        }
        ResultTable.Console(terminal).Write(table);
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{torch.get_num_threads()} threads, {Processor.Instructions}; "
            + $"every model got its batches in turn, in one run. Memory is what loading a model and its batches have added to this "
            + $"process."));
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
