using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using TextBrewer.Onnx.Running;
using TextBrewer.Text.Machine;
using TextBrewer.Torch.Native;
using TorchSharp;

namespace TextBrewer.Cli.Commands;

/// <summary><c>doctor</c>: what this machine offers, what is wrong, and the cure.</summary>
internal static class DoctorCommand
{
    internal static Command Make(Terminal terminal)
    {
        Command command = new("doctor", "Says what this machine offers and what is wrong.\n\nExample: textbrewer doctor");
        command.SetAction(_ =>
        {
            Line("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, .NET {Environment.Version}");
            Line("instructions", Processor.Instructions);
            Line("int8", Processor.Int8Saturates
                ? "no VNNI: int8 models run slower than they could, so that sums are right. In ONNX Runtime of your own set "
                    + "session.x64quantprecision to 1"
                : "products of int8 are exact and fast");
            LibTorch.Load();
            Line("native library", $"loaded from {LibTorch.LoadedFrom}");
            if (OperatingSystem.IsLinux()) Line("", "a private copy: TorchSharp's own asks for a version of libstdc++ (GLIBCXX_3.4.32) "
                + "that it never uses and older systems lack");
            Line("threads", string.Create(CultureInfo.InvariantCulture, $"{torch.get_num_threads()} of {Environment.ProcessorCount} "
                + $"processors (OMP_NUM_THREADS sets them; fewer where other programs run)"));
            Line("memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F1} GB"));
            Line("bf16", string.Create(CultureInfo.InvariantCulture, $"matrix products at {Bf16Speed():F1} times the speed of fp32"));
            Line("CUDA", torch.cuda.is_available() ? "available" : "not available: training runs on the CPU");
        });
        return command;

        // Ten products of 512 x 512 in each type, the first of them not counted.
        double Bf16Speed() => Time(torch.ScalarType.Float32) / Time(torch.ScalarType.BFloat16);

        double Time(torch.ScalarType type)
        {
            using var scope = torch.NewDisposeScope();
            torch.Tensor matrix = torch.rand(512, 512).to(type);
            matrix.matmul(matrix);
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 10; i++) matrix.matmul(matrix);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        void Line(string what, string says) => terminal.Out.WriteLine($"{what,-15} {says}");
    }
}
