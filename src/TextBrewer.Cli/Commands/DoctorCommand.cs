using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
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
            Line("instructions", Avx512BW.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "below AVX2: training and inference will be slow");
            LibTorch.Load();
            Line("native library", $"loaded from {LibTorch.LoadedFrom}");
            Line("threads", torch.get_num_threads().ToString(CultureInfo.InvariantCulture));
            Line("CUDA", torch.cuda.is_available() ? "available" : "not available: training runs on the CPU");
        });
        return command;

        void Line(string what, string says) => terminal.Out.WriteLine($"{what,-15} {says}");
    }
}
