using TextBrewer.Benchmarks.Answers;
using TextBrewer.Benchmarks.Distributed;
using TextBrewer.Benchmarks.Epochs;
using TextBrewer.Benchmarks.Growth;
using TextBrewer.Benchmarks.Load;
using TextBrewer.Benchmarks.Machine;
using TextBrewer.Benchmarks.Memory;
using TextBrewer.Benchmarks.Methods;
using TextBrewer.Benchmarks.Peers;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Benchmarks.Tiny;
using TextBrewer.Torch.Native;

namespace TextBrewer.Benchmarks.Tables;

/// <summary>
/// Every benchmark that there is: the one place that knows. <c>eng/dev.cs</c> reads the names from the lines below for its usage, and its
/// <c>docs</c> compares them with what the documents name.
/// </summary>
internal static class BenchmarkTable
{
    private static readonly Benchmark[] All =
    [
        new("step", "[--seconds S] [--json FILE]", "a step of distillation against the machine's GEMM peak and against the plain loop",
            a => a.Finish(StepBenchmark.Run(a.Number("seconds", 40)))),
        new("epoch", "[SHARED] [--sentences N] [--json FILE]", "an epoch over SST-2's real lengths, and one with stored teacher outputs",
            a => a.Finish(EpochBenchmark.Run(a.Shared(), (int)a.Number("sentences", 6400)))),
        new("tiny", "[--against FOLDER] [--json FILE]", "steps a second of the quickstart's distillation, here and in another checkout",
            a => a.Finish(TinyBenchmark.Run(a.Text("against")))),
        new("calls", "[--json FILE]", "a layer and a loss as calls of each operator, and as one TorchScript function",
            a => a.Finish(CallsBenchmark.Run())),
        new("load", "[--json FILE]", "a step while other programs are busy; the memory that a million sentences take",
            a => a.Finish(LoadBenchmark.Run())),
        new("memory", "[--json FILE]", "memory over many steps, and the most of it against the plain loop's",
            a => a.Finish(MemoryBenchmark.Run())),
        new("patterns", "[SHARED] [--calls N] [--json FILE]", "ONNX Runtime's plans of memory where lengths vary: memory and time",
            a => a.Finish(PatternBenchmark.Run(a.Shared(), (int)a.Number("calls", 2000)))),
        new("peers", "[--json FILE]", "TextBrewer's loop on PyTorch, where python3 has torch",
            a => a.Finish(PeersBenchmark.Run())),
        new("machine", "[--json FILE]", "the machine's constants, a step's time made of them, and what that says of larger machines",
            a => a.Finish(MachineBenchmark.Run())),
        new("distributed", "[SHAPE…] [--json FILE]", "processes under mpirun against one, what they exchange, a model of many machines",
            DistributedBenchmark.Run),
        new("network", "[--json FILE]", "two network namespaces, a link of 1 Gb/s: what a run says of its exchange against what it takes",
            a => a.Finish(NetworkBenchmark.Run())),
        new("answer", "[SHARED] [--json FILE]", "what of an answer by T4-tiny in int8 is not ONNX Runtime's own run",
            a => a.Finish(AnswerBenchmark.Run(a.Shared()))),
        new("growth", "[SHARED] [--json FILE]", "how cost grows with batch, length, layers and data",
            a => a.Finish(GrowthBenchmark.Run(a.Shared()))),
        new("quickstart", "[SEED…] [--json FILE]", "the quickstart with three seeds: distilled student against baseline",
            a => a.Finish(QuickstartBenchmark.Run(a.Integers(0, 0, 1, 2)))),
        new("speed", "[THREADS]", "a BERT-base-shaped teacher against a T4-tiny-shaped student, in TorchSharp and ONNX",
            a => SpeedBenchmark.Run(a.Integers(0, 2)[0])),
        new("student", "NAME [SEED…]", "a sample recipe's student against TextBrewer's own: sst2, wnut17 or squad", StudentBenchmark.Run),
        new("methods", "[SET…] [METHOD…] [--seeds N] [--steps N] [--json FILE]", "methods × data sets: each student's metric and time; "
            + "with --steps a short trial of each, which keeps nothing", MethodsBenchmark.Run),
        new("teachers", "[SHARED]", "real teachers (SHARED/models) on real files (SHARED/data) against what transformers finds",
            a => TeacherBenchmark.Run(a.Shared())),
        new("export", "[SHARED]", "SST-2's teacher and two students as ONNX: parity over 2,693 sentences, size, time",
            a => ExportBenchmark.Run(a.Shared())),
        new("calibration", "[SHARED]", "int8 with scales found on each text or on training texts: metrics and time of real teachers",
            a => CalibrationBenchmark.Run(a.Shared())),
        new("attention", "[THREADS]", "four ways to write attention in ONNX, side by side",
            a => AttentionBenchmark.Run(a.Integers(0, 1, 2))),
        new("large", "", "an encoder of more than 2 GiB as ONNX in every form", _ => LargeBenchmark.Run()),
        new("tokenize", "[DATA]", "tokens per second on one core, reading included", a => TokenizeBenchmark.Run(a.Shared("data"))),
    ];

    /// <summary>Runs the benchmark that the arguments begin with.</summary>
    /// <returns>Its exit code; 2 where there is no such benchmark, or an argument that it does not know.</returns>
    internal static int Run(string[] arguments)
    {
        if (arguments is not [string name, .. string[] rest] || Array.Find(All, b => b.Name == name) is not { } benchmark) return Usage();
        BenchmarkArguments read;
        try
        {
            read = new BenchmarkArguments(benchmark, rest);
        }
        catch (ArgumentException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 2;
        }
        LibTorch.Load();
        return benchmark.Run(read);
    }

    private static int Usage()
    {
        int width = All.Max(benchmark => $"{benchmark.Name} {benchmark.Arguments}".Length);
        foreach (Benchmark benchmark in All)
            Console.Error.WriteLine($"{$"{benchmark.Name} {benchmark.Arguments}".PadRight(width)}   {benchmark.Summary}");
        return 2;
    }
}
