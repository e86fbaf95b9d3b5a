using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace TextBrewer.Torch.Native;

/// <summary>
/// Which kernels MKL, which libtorch multiplies matrices with, takes. On processors of other makers it stays with AVX2 whatever these can
/// do, which on a core of full 512-bit width (Zen 5) halves the speed of float32. It asks <c>mkl_serv_intel_cpu_true</c> who made the
/// processor, and its kernels ask the processor itself for each instruction: where AVX-512 is there, a function of that name that says yes
/// is put in front.
/// </summary>
internal static class MatrixKernels
{
    /// <summary>The variable that leaves MKL's choice alone: 0.</summary>
    internal const string Variable = "TEXTBREWER_MKL_AVX512";

    private const string Question = "mkl_serv_intel_cpu_true";

    /// <summary>Whether MKL was told to use AVX-512.</summary>
    internal static bool AreWidened { get; private set; }

    /// <summary>Widens where that is worth it; before libtorch is loaded.</summary>
    internal static void Widen() => AreWidened = IsWorthwhile(Environment.GetEnvironmentVariable, Maker(), HasAvx512()) && PutInFront();

    /// <summary>Whether MKL would leave AVX-512 unused.</summary>
    /// <param name="variable">An environment variable; null: it is not set.</param>
    /// <param name="maker">The processor's maker as it names itself; null: it is no x64.</param>
    /// <param name="hasAvx512">Whether it has what MKL's kernels of AVX-512 use.</param>
    internal static bool IsWorthwhile(Func<string, string?> variable, string? maker, bool hasAvx512) =>
        variable(Variable)?.Trim() != "0" && hasAvx512 && maker is not (null or "GenuineIntel");

    private static bool PutInFront()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            byte[] library = ConstantFunction.Library(Question, answer: 1);
            return SystemLoader.Show(PrivateFile.Of($"lib{Question}.so", library, library));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written to: slower, and as right.
            return false;
        }
    }

    private static bool HasAvx512() => Avx512F.VL.IsSupported && Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported && Avx512CD.IsSupported;

    private static string? Maker()
    {
        if (!X86Base.IsSupported) return null;
        (_, int b, int c, int d) = X86Base.CpuId(0, 0);
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes<int>([b, d, c]));
    }
}
