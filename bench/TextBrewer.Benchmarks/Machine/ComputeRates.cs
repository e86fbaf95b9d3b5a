namespace TextBrewer.Benchmarks.Machine;

/// <summary>The constants of the model, of a machine that was measured or of a data sheet.</summary>
/// <param name="Name">What is computed on.</param>
/// <param name="Float32">Floating-point operations a second of products in float32.</param>
/// <param name="BFloat16">The same in bfloat16.</param>
/// <param name="Memory">Bytes a second from and to memory.</param>
/// <param name="Cache">Bytes a second of what the cache holds.</param>
/// <param name="Region">Seconds that each operator costs more because several threads share it.</param>
/// <param name="IsBeside">Whether it computes beside the program that calls operators, as a GPU does: the longer of the two counts.</param>
internal sealed record ComputeRates(
    string Name,
    double Float32,
    double BFloat16,
    double Memory,
    double Cache,
    double Region = 0,
    bool IsBeside = false)
{
    // AMD EPYC 9004, data sheet: twelve channels of DDR5-4800 a socket.
    private const double SocketMemory = 460.8e9;

    /// <summary>NVIDIA A100 80 GB SXM, data sheet: float32 without TF32, dense bfloat16, HBM2e.</summary>
    internal static ComputeRates A100 { get; } = new("NVIDIA A100", 19.5e12, 312e12, 2039e9, 2039e9, IsBeside: true);

    /// <summary>NVIDIA H100 SXM, data sheet: float32, dense bfloat16, HBM3.</summary>
    internal static ComputeRates H100 { get; } = new("NVIDIA H100", 67e12, 989e12, 3350e9, 3350e9, IsBeside: true);

    /// <summary>More cores of the kind that was measured: memory up to what a socket has.</summary>
    /// <param name="cores">How many.</param>
    /// <param name="measured">On how many it was measured.</param>
    /// <param name="region">Seconds that an operator costs more.</param>
    internal ComputeRates Cores(int cores, int measured, double region)
    {
        double more = (double)cores / measured;
        double memory = Math.Max(Memory, Math.Min(more * Memory, SocketMemory));
        return new($"{cores} cores", more * Float32, more * BFloat16, memory, more * Cache, region);
    }
}
