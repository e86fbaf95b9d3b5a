using TorchSharp;
using Xunit;

namespace TextBrewer.Testing;

/// <summary>
/// Counts tensors around an action. Modules are built outside of it: torch counts each new parameter twice, and only one of the two down
/// again.
/// </summary>
public static class LiveTensors
{
    private const int MostCollections = 20;

    /// <summary>Asserts that as many tensors live after an action as before it.</summary>
    public static void Unchanged(Action action)
    {
        long before = Settled();
        action();
        Same(before);
    }

    /// <summary>How many tensors live once the garbage of what ran before is collected and finalized.</summary>
    public static long Settled()
    {
        long count = torch.Tensor.TotalCount;
        for (int stable = 0, collections = 0; stable < 2; collections++)
        {
            Assert.True(collections < MostCollections, $"The number of living tensors ({count}) does not come to rest.");
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            long now = torch.Tensor.TotalCount;
            stable = now == count ? stable + 1 : 0;
            count = now;
        }
        return count;
    }

    /// <summary>
    /// Asserts that as many tensors live as were counted by <see cref="Settled"/>: at once, for a collection would tidy away what nobody
    /// disposed, and after one, for what was collected in between would make up for what was left.
    /// </summary>
    internal static void Same(long before)
    {
        AssertEqual(torch.Tensor.TotalCount);
        AssertEqual(Settled());

        void AssertEqual(long after) =>
            Assert.True(after == before, $"{after} tensors live after {before} before: {after - before:+0;-0}.");
    }
}
