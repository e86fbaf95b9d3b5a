using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Machine;

/// <summary>What an operator costs besides its work, in seconds.</summary>
internal static class SmallOperators
{
    private const int Rounds = 40, Calls = 500, RegionRounds = 4000;

    // torch gives a thread no fewer numbers than this (at::internal::GRAIN_SIZE).
    private const int Grain = 32_768;

    /// <summary>A sum of 16 numbers from C#, its result freed: the best mean of several hundred.</summary>
    internal static double Call()
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor a = rand(16), b = rand(16);
        return Enumerable.Range(0, Rounds).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Calls; i++) a.add(b).Dispose();
            return Stopwatch.GetElapsedTime(start).TotalSeconds / Calls;
        });
    }

    /// <summary>
    /// What it costs to begin and end work on two threads: an operator over two threads' least share of numbers, less half of what it takes
    /// on one. The best of several thousand.
    /// </summary>
    internal static double Region()
    {
        int threads = get_num_threads();
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor numbers = rand(2 * Grain);
        try
        {
            set_num_threads(1);
            double alone = Best();
            set_num_threads(2);
            return Best() - (alone / 2);
        }
        finally
        {
            set_num_threads(threads);
        }

        double Best() => Enumerable.Range(0, RegionRounds).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            numbers.neg_();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
    }
}
