using TorchSharp;
using Xunit;

namespace TextBrewer.Testing;

/// <summary>
/// Counts tensors around an action. Modules are built outside of it: torch counts each new parameter twice, and only one of the two down
/// again.
/// </summary>
public static class LiveTensors
{
    /// <summary>Asserts that an action leaves no tensor behind.</summary>
    public static void Unchanged(Action action)
    {
        long before = torch.Tensor.TotalCount;
        action();
        long left = torch.Tensor.TotalCount - before;
        Assert.True(left <= 0, $"{left} tensors were left behind.");
    }
}
