using System.Diagnostics;
using TextBrewer.Adaptors;
using TextBrewer.Naming;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Files;
using TextBrewer.Text.Machine;
using TextBrewer.Torch.Weights;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Benchmarking;

/// <summary>
/// Times models side by side: round by round each of them gets a batch, so that whatever else the machine does meets all of them alike.
/// Rounds for warming up are left out; tokenization is not part of it.
/// </summary>
public sealed class LatencyBenchmark : IDisposable
{
    private const int WarmUp = 5;

    private readonly List<Entry> _models = [];

    /// <summary>Loads models and times them.</summary>
    /// <param name="settings">Which models, and on what.</param>
    /// <param name="cancellationToken">Stops after the batch at hand.</param>
    /// <exception cref="ConfigurationException">A number is too small, or the data file has no texts.</exception>
    public static BenchmarkResult Run(BenchmarkSettings settings, CancellationToken cancellationToken = default)
    {
        settings.Check();
        using LatencyBenchmark benchmark = new();
        foreach (string folder in settings.Models)
        {
            cancellationToken.ThrowIfCancellationRequested();
            benchmark.Add(folder);
        }
        Latency[] rows = settings.Data is { } data
            ? [.. settings.Batches.SelectMany(batch => benchmark.Run(batch, data, settings.Rounds, cancellationToken))]
            : [.. settings.Batches.SelectMany(
                batch => settings.Lengths.SelectMany(length => benchmark.Run(batch, length, settings.Rounds, cancellationToken)))];
        return new BenchmarkResult(get_num_threads(), Processor.Instructions, rows);
    }

    /// <summary>Loads the models of a folder: the one with weights, and its ONNX files.</summary>
    /// <param name="folder">A Hugging Face folder; its <c>onnx</c> means the ONNX files alone.</param>
    public void Add(string folder)
    {
        ModelFolder parts = new(folder);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(parts.Path)));
        bool hasOnnx = File.Exists(parts.Onnx), meansOnnx = parts.MeansOnnx(WeightsFolder.AreIn(parts.Path));
        if (!meansOnnx) Add($"{name} (TorchSharp)", () => new LoadedModel(folder));
        if (hasOnnx) Add($"{name} (ONNX fp32)", () => new LoadedModel(parts.OnnxPath));
        if (File.Exists(parts.OnnxInt8)) Add($"{name} (ONNX int8)", () => new LoadedModel(folder, int8: true));
    }

    /// <summary>Loads a model.</summary>
    /// <param name="name">The name that its results get.</param>
    /// <param name="open">Loads it; it is disposed with this benchmark.</param>
    public void Add(string name, Func<LoadedModel> open)
    {
        long before = ResidentMemory.Now();
        LoadedModel model = open();
        _models.Add(new Entry(name, model) { Resident = ResidentMemory.Now() - before });
    }

    /// <summary>Times the models on random tokens.</summary>
    /// <param name="batch">Texts in a batch.</param>
    /// <param name="length">Tokens in a text; no longer than the shortest of the models takes.</param>
    /// <param name="rounds">How many batches each model gets.</param>
    /// <param name="cancellationToken">Stops after the batch at hand.</param>
    public IReadOnlyList<Latency> Run(int batch, int length, int rounds, CancellationToken cancellationToken = default)
    {
        int tokens = _models.Min(m => Math.Min(length, m.Model.Task.Settings.MaxLength));
        return Run(batch, rounds, model => ProbeTexts.Of(model, batch, tokens), cancellationToken);
    }

    /// <summary>Times the models on the texts of a file, which each of them reads with its own tokenizer.</summary>
    /// <param name="batch">Texts in a batch.</param>
    /// <param name="data">The file; its texts come in their order, and from the first again after the last.</param>
    /// <param name="rounds">How many batches each model gets.</param>
    /// <param name="cancellationToken">Stops after the batch at hand.</param>
    /// <exception cref="ConfigurationException">The file has no texts.</exception>
    public IReadOnlyList<Latency> Run(
        int batch,
        RecipeTable data,
        int rounds,
        CancellationToken cancellationToken = default) => Run(
            batch,
            rounds,
            model => model.Read(data, cancellationToken: cancellationToken).Inputs is { Count: > 0 } texts
                ? texts
                : throw new ConfigurationException($"'{data.Path}' has no texts to measure with."),
            cancellationToken);

    /// <summary>Disposes the models.</summary>
    public void Dispose()
    {
        foreach (Entry entry in _models) entry.Model.Dispose();
    }

    private Latency[] Run(
        int batch,
        int rounds,
        Func<LoadedModel, IReadOnlyList<EncodedText>> read,
        CancellationToken cancellationToken)
    {
        using var noGrad = no_grad();
        IReadOnlyList<EncodedText>[] texts = [.. _models.Select(entry => read(entry.Model))];
        for (int i = 0; i < _models.Count; i++)
        {
            long before = ResidentMemory.Now();
            for (int round = 0; round < WarmUp; round++) Time(i, round);
            _models[i].Resident += ResidentMemory.Now() - before;
        }
        double[][] times = [.. _models.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
            for (int i = 0; i < _models.Count; i++) times[i][round] = Time(i, round);
        return [.. _models.Select((entry, i) => Summary(
            entry,
            batch,
            Enumerable.Range(0, rounds * batch).Average(n => (double)texts[i][n % texts[i].Count].Length),
            times[i]))];

        double Time(int model, int round)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using TextBatch inputs = _models[model].Model.Task
                .Collate([.. Enumerable.Range(round * batch, batch).Select(n => texts[model][n % texts[model].Count])]);
            long start = Stopwatch.GetTimestamp();
            _models[model].Model.Model.Logits(inputs);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    private static Latency Summary(Entry entry, int batch, double length, double[] times)
    {
        double seconds = times.Sum() / 1000;
        Array.Sort(times);
        return new Latency(
            entry.Name,
            batch,
            Math.Round(length, 1),
            At(0.5),
            At(0.95),
            At(0.99),
            Math.Round(times.Length * batch / seconds, 1),
            entry.Model.Model.Bytes,
            Math.Max(0, entry.Resident));

        double At(double share) => Math.Round(times[(int)Math.Min(times.Length - 1, Math.Floor(share * times.Length))], 3);
    }

    private sealed record Entry(string Name, LoadedModel Model)
    {
        internal long Resident { get; set; }
    }
}
