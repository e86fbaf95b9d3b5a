using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TextBrewer.Inference.Sessions;

/// <summary>What this machine's processor does with int8.</summary>
internal static class Processor
{
    private const int Avx512Vnni = 1 << 11, AvxVnni = 1 << 4;

    /// <summary>Whether its sums of unsigned by signed bytes are exact: on x64 without VNNI they end at 16 bits.</summary>
    internal static bool AddsExactly { get; } = RuntimeInformation.ProcessArchitecture != Architecture.X64 || HasVnni();

    private static bool HasVnni()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7) return false;
        (int subLeaves, _, int features, _) = X86Base.CpuId(7, 0);
        return (Avx512BW.IsSupported && (features & Avx512Vnni) != 0)
            || (Avx2.IsSupported && subLeaves >= 1 && (X86Base.CpuId(7, 1).Eax & AvxVnni) != 0);
    }
}
