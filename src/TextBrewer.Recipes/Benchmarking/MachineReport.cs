using System.Runtime.InteropServices;
using TextBrewer.Text.Machine;
using TextBrewer.Torch.Native;
using TextBrewer.Torch.Precision;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Benchmarking;

/// <summary>What a machine offers to training and to models, for <c>doctor</c>.</summary>
internal sealed record MachineReport
{
    /// <summary>Operating system, architecture and version of .NET.</summary>
    public required string System { get; init; }

    /// <summary>The widest vector instructions of the processor.</summary>
    public required string Instructions { get; init; }

    /// <summary>Whether torch's products use an AVX-512 that its library leaves alone on other makers' processors.</summary>
    public required bool UsesAvx512OfOthers { get; init; }

    /// <summary>Whether sums of int8 products overflow on the processor unless a session is told to be careful.</summary>
    public required bool Int8Saturates { get; init; }

    /// <summary>Where the native library was loaded from.</summary>
    public required string Library { get; init; }

    /// <summary>Whether the native library is a private copy, which older versions of libstdc++ suffice for.</summary>
    public required bool IsPrivateCopy { get; init; }

    /// <summary>The threads that training computes with.</summary>
    public required int Threads { get; init; }

    /// <summary>What decided how many they are, and how they wait.</summary>
    public required ThreadChoice Choice { get; init; }

    /// <summary>The processors of the machine.</summary>
    public required int Processors { get; init; }

    /// <summary>The memory that this process may use, in bytes.</summary>
    public required long Memory { get; init; }

    /// <summary>How many times as fast as in float32 a model's products are in bfloat16; null: it cannot be computed in.</summary>
    public required double? Bf16Speed { get; init; }

    /// <summary>What <c>precision: auto</c> would likely take on the CPU; a run measures its own step.</summary>
    public string LikelyPrecision => Bf16Speed >= RunPrecision.Worthwhile ? RunPrecision.Bf16 : RunPrecision.Fp32;

    /// <summary>Whether there is CUDA, which a run with <c>device: auto</c> takes.</summary>
    public required bool HasCuda { get; init; }

    /// <summary>Looks at this machine; loads the native library.</summary>
    public static MachineReport Make()
    {
        LibTorch.Load();
        return new MachineReport
        {
            System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, .NET {Environment.Version}",
            Instructions = Processor.Instructions,
            UsesAvx512OfOthers = MatrixKernels.AreWidened,
            Int8Saturates = Processor.Int8Saturates,
            Library = LibTorch.LoadedFrom,
            IsPrivateCopy = OperatingSystem.IsLinux(),
            Threads = get_num_threads(),
            Choice = LibTorch.Threads!,
            Processors = Environment.ProcessorCount,
            Memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            Bf16Speed = PrecisionSpeed.Measure(),
            HasCuda = cuda.is_available(),
        };
    }
}
