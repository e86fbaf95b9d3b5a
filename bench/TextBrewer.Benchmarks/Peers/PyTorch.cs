using System.Diagnostics;
using System.Text.Json;
using TextBrewer.Benchmarks.Processes;
using TextBrewer.Benchmarks.Steps;

namespace TextBrewer.Benchmarks.Peers;

/// <summary>A Python that has PyTorch, and TextBrewer's step in it: <c>bench/peers/step.py</c>.</summary>
/// <param name="Python">The program.</param>
/// <param name="Version">PyTorch's version.</param>
internal sealed record PyTorch(string Python, string Version)
{
    // Reading a large library for the first time takes a slow disk a while.
    private static readonly TimeSpan ToLoad = TimeSpan.FromMinutes(1);

    /// <summary>The first Python that has PyTorch; null: there is none.</summary>
    internal static PyTorch? Find()
    {
        // Debian's own Python has Debian's packages, whatever else stands before it on the path.
        foreach (string python in new[] { "python3", "/usr/bin/python3" })
        {
            ProcessStartInfo start = new(python, ["-c", "import torch; print(torch.__version__)"]);
            if (ProgramRun.Of(start, ToLoad) is { Code: 0 } run) return new PyTorch(python, run.Output.Trim());
        }
        return null;
    }

    /// <summary>Takes steps.</summary>
    /// <param name="shape">What is distilled.</param>
    /// <param name="steps">How many, after one that is not counted.</param>
    /// <param name="threads">The threads of its products and of all else.</param>
    /// <param name="waiting">How threads wait for each other: <c>active</c>, <c>passive</c>, or null, as the user has set it.</param>
    /// <param name="limit">Its time.</param>
    /// <returns>
    /// Its best step in milliseconds, 0 where its BLAS is the reference one, and its best GFLOP/s in <c>linear</c>; null: not in time.
    /// </returns>
    /// <exception cref="InvalidOperationException">The script failed.</exception>
    internal (double StepMs, double Gflops)? Steps(StepShape shape, int steps, int threads, string? waiting, TimeSpan limit)
    {
        ProcessStartInfo start = new(Python, [Path.Combine(Places.Root, "bench", "peers", "step.py"), Json(shape, steps, threads)]);
        // OpenMP, and a BLAS that does not use it, read their threads when they are loaded.
        foreach (string name in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
            start.Environment[name] = $"{threads}";
        if (waiting is not null) start.Environment["OMP_WAIT_POLICY"] = waiting;
        ProgramRun run = ProgramRun.Of(start, limit)!;
        if (run.Code is null) return null; // ended because its time was over
        double[] numbers = run.Numbers();
        return (numbers[0], numbers[1]);
    }

    private static string Json(StepShape shape, int steps, int threads) => JsonSerializer.Serialize(new
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
        threads,
    });
}
