using System.Diagnostics;
using TextBrewer.Torch.Native;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests.Native;

public sealed class ScalarGuardTests
{
    private static readonly TimeSpan s_enough = TimeSpan.FromSeconds(10);

    [Fact]
    public void Numbers_beside_tensors_survive_collections_while_native_code_reads_them()
    {
        LibTorch.Load();
        using Tensor mask = ones(1, dtype: ScalarType.Bool), x = zeros(1, dtype: ScalarType.Float64);
        using CancellationTokenSource stop = new();
        // Without the guard about 40 of a million calls fail under this.
        Thread[] collectors = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            while (!stop.IsCancellationRequested) GC.Collect(0);
        }))];
        foreach (Thread collector in collectors) collector.Start();
        int wrong = 0;
        try
        {
            // Where a collection stops the threads for a millisecond, as on some virtual machines, so many calls would take minutes.
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 300_000 && Stopwatch.GetElapsedTime(start) < s_enough; i++)
            {
                using Tensor filled = x.masked_fill(mask, i + 0.5);
                if (filled.item<double>() != i + 0.5) wrong++;
            }
        }
        finally
        {
            stop.Cancel();
            foreach (Thread collector in collectors) collector.Join();
        }
        Assert.Equal(0, wrong);
    }
}
