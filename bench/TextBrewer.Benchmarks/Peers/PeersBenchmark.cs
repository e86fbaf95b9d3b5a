using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Models.Heads;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Peers;

/// <summary>
/// TextBrewer's loop on PyTorch beside ours: <c>bench/peers/step.py</c>. Its PyTorch may have another BLAS, so its own GEMM speed is
/// measured too, and times are compared as they would be on equal GEMM speed.
/// </summary>
internal static class PeersBenchmark
{
    private const int Rounds = 2;

    internal static BenchmarkResult Run()
    {
        // Debian's own Python has Debian's packages, whatever else stands before it on the path.
        string[] pythons = ["python3", "/usr/bin/python3"];
        string? python = Array.Find(pythons, name => Output(name, "-c", "import torch") is not null);
        if (python is null)
            return new BenchmarkResult("peers", [new("TextBrewer on PyTorch", null, "", Note: "python3 has no torch here: skipped")]);
        string version = Output(python, "-c", "import torch; print(torch.__version__)")!.Trim();
        List<ResultRow> rows = [];
        foreach ((StepShape shape, int steps) in new[] { (StepShape.Large, 3), (StepShape.Real, 20) })
            rows.AddRange(Shape(shape, steps, python, version));
        return new BenchmarkResult("peers", rows);
    }

    private static List<ResultRow> Shape(StepShape shape, int steps, string python, string version)
    {
        (SequenceClassifier teacher, SequenceClassifier student) = shape.Models();
        using SequenceClassifier first = teacher, second = student;
        using StepBatch batch = shape.RandomBatch();
        using GemmPeak peak = new(shape, ScalarType.Float32);
        using EngineRun run = new(shape, teacher, student, StepBatch.Source(batch));
        string name = $"{shape.Name}, {shape.Batch} × {shape.Length}";
        double ours = double.MaxValue, theirs = double.MaxValue, theirPeak = 0;
        for (int round = 0; round < Rounds; round++)
        {
            peak.Measure();
            ours = Math.Min(ours, run.Steps(steps).Min());
            Answer answer = Ask(python, shape, steps);
            if (answer.StepMs == 0)
                return [new($"{name}: PyTorch's GEMM peak", answer.Gflops, "GFLOP/s", Note: "a reference BLAS, skipped: install OpenBLAS")];
            (theirs, theirPeak) = (Math.Min(theirs, answer.StepMs), Math.Max(theirPeak, answer.Gflops));
        }
        return
        [
            new($"{name}: TextBrewer on PyTorch, best step", theirs, "ms", Note: $"torch {version}"),
            new($"{name}: ours, best step", ours, "ms"),
            new($"{name}: PyTorch's GEMM peak", theirPeak, "GFLOP/s"),
            new($"{name}: our GEMM peak", peak.Best, "GFLOP/s"),
            new($"{name}: PyTorch, share of its GEMM peak", Share(shape, theirs, theirPeak), "%"),
            new($"{name}: ours, share of our GEMM peak", Share(shape, ours, peak.Best), "%"),
            new($"{name}: ours against PyTorch", theirs / ours, "×"),
            new($"{name}: ours against PyTorch, per equal GEMM speed", theirs * theirPeak / (ours * peak.Best), "×"),
        ];
    }

    private static double Share(StepShape shape, double milliseconds, double gflops) =>
        100 * StepFlops.Of(shape) / (milliseconds / 1e3) / (gflops * 1e9);

    private static Answer Ask(string python, StepShape shape, int steps)
    {
        string script = Path.Combine(Places.Root, "bench", "peers", "step.py");
        string output = Output(python, script, JsonSerializer.Serialize(new
        {
            batch = shape.Batch,
            length = shape.Length,
            vocabulary = shape.Teacher.VocabSize,
            width = shape.Teacher.HiddenSize,
            intermediate = shape.Teacher.IntermediateSize,
            heads = shape.Teacher.NumAttentionHeads,
            teacher_layers = shape.Teacher.NumHiddenLayers,
            student_layers = shape.Student.NumHiddenLayers,
            matches = shape.Layers.Select(pair => new[] { pair.Teacher, pair.Student }),
            temperature = shape.Temperature,
            learning_rate = StepShape.LearningRate,
            weight_decay = StepShape.WeightDecay,
            max_grad_norm = StepShape.MaxGradNorm,
            steps,
        })) ?? throw new InvalidOperationException($"{script} failed.");
        double[] numbers = [.. output.Trim().Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return new Answer(numbers[0], numbers[1]);
    }

    /// <summary>What a Python program printed; null: it failed, or there is no such Python.</summary>
    private static string? Output(string python, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0 && arguments[0] != "-c") Console.Error.WriteLine(errors.Result);
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>What the script says.</summary>
    /// <param name="StepMs">Its best step in milliseconds.</param>
    /// <param name="Gflops">Its best speed in <c>linear</c>.</param>
    private sealed record Answer(double StepMs, double Gflops);
}
