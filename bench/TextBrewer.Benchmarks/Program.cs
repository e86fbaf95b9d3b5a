using System.Globalization;
using TextBrewer.Benchmarks;
using TextBrewer.Torch.Native;

LibTorch.Load();
switch (args)
{
    case ["quickstart"]:
        return QuickstartBenchmark.Run([0, 1, 2]);
    case ["student", string name, .. string[] seeds] when StudentBenchmark.All.TryGetValue(name, out StudentBenchmark? student):
        return student.Run(seeds.Length == 0 ? [1, 2, 3] : [.. seeds.Select(seed => int.Parse(seed, CultureInfo.InvariantCulture))]);
    case ["teachers", string shared]:
        return TeacherBenchmark.Run(shared);
    case ["tokenize", string data]:
        return TokenizeBenchmark.Run(data);
    case ["large"]:
        return LargeBenchmark.Run();
    case ["export", string shared]:
        return ExportBenchmark.Run(shared);
    case ["calibration", string shared]:
        return CalibrationBenchmark.Run(shared);
    case ["attention"]:
        return AttentionBenchmark.Run(threads: [1, 2]);
    case ["attention", string threads]:
        return AttentionBenchmark.Run([int.Parse(threads, CultureInfo.InvariantCulture)]);
    case ["step"]:
        {
            TextBrewer.Benchmarks.Results.BenchmarkResult result = TextBrewer.Benchmarks.Steps.StepBenchmark.Run(40);
            result.Print(Console.Out);
            return result.Holds ? 0 : 1;
        }
    case ["speed"]:
        return SpeedBenchmark.Run(threads: 2);
    case ["speed", string threads]:
        return SpeedBenchmark.Run(int.Parse(threads, CultureInfo.InvariantCulture));
    default:
        Console.Error.WriteLine("""
            quickstart                the quickstart with three seeds: distilled student against baseline
            speed [THREADS]           a BERT-base-shaped teacher against a T4-tiny-shaped student, in TorchSharp and ONNX
            student NAME [SEED…]      the student of a sample recipe with three seeds against TextBrewer's own: sst2, wnut17 or squad
            teachers FOLDER           real teachers (FOLDER/models) on real files (FOLDER/data) against what transformers finds
            export FOLDER             SST-2's teacher and two students as ONNX: parity over 2,693 sentences, size, time
            calibration FOLDER        int8 with scales found on each text or on training texts: metrics and time of real teachers
            attention [THREADS]       four ways to write attention in ONNX, side by side
            large                     an encoder of more than 2 GiB as ONNX in every form
            tokenize DATA-FOLDER      tokens per second on one core, reading included
            """);
        return 2;
}
