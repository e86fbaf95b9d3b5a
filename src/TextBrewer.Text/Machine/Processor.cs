using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace TextBrewer.Text.Machine;

/// <summary>What this processor has for matrix products.</summary>
public static class Processor
{
    // Intel's and AMD's manuals, CPUID leaf 7: the bit in ECX of subleaf 0, and the bit in EAX of subleaf 1.
    private const int Leaf = 7, Avx512VnniBit = 11, AvxVnniBit = 4;

    /// <summary>The widest vectors and, where there are any, the instructions for products of int8.</summary>
    public static string Instructions { get; } = HasAvx512Vnni ? "AVX-512 with VNNI"
        : HasAvxVnni ? "AVX2 with VNNI"
        : Avx512BW.IsSupported ? "AVX-512 without VNNI"
        : Avx2.IsSupported ? "AVX2 without VNNI"
        : X86Base.IsSupported ? "below AVX2"
        : Dp.IsSupported ? "Arm with dot products"
        : "no vector instructions that are known here";

    /// <summary>
    /// Whether the fastest instruction for products of uint8 and int8 saturates at 16 bits, and gives wrong sums: x64 without VNNI. ONNX
    /// Runtime is then asked for products of uint8 and uint8, which are right and slower.
    /// </summary>
    public static bool Int8Saturates { get; } = X86Base.IsSupported && !HasAvx512Vnni && !HasAvxVnni;

    private static bool HasAvx512Vnni => Avx512BW.IsSupported && HasLeaf && Has(X86Base.CpuId(Leaf, 0).Ecx, Avx512VnniBit);

    private static bool HasAvxVnni =>
        Avx2.IsSupported && HasLeaf && X86Base.CpuId(Leaf, 0).Eax >= 1 && Has(X86Base.CpuId(Leaf, 1).Eax, AvxVnniBit);

    private static bool HasLeaf => X86Base.CpuId(0, 0).Eax >= Leaf;

    private static bool Has(int register, int bit) => (register >> bit & 1) == 1;
}
