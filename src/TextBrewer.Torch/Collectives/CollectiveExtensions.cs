using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Collectives;

/// <summary>What processes tell each other in passing.</summary>
public static class CollectiveExtensions
{
    /// <summary>Whether something holds in any process.</summary>
    public static bool Any(this ICollective collective, bool holds)
    {
        if (collective.Size == 1) return holds;
        double[] flag = [holds ? 1 : 0];
        collective.AllReduce(flag, ReduceOperation.Max);
        return flag[0] > 0;
    }

    /// <summary>What process 0 has, in all of them.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="bytes">Process 0's; what others give does not count.</param>
    public static byte[] OfFirst(this ICollective collective, byte[] bytes) =>
        collective.Size == 1 ? bytes : collective.AllGather(collective.Rank == 0 ? bytes : [])[0];

    /// <summary>Gives tensors the values that they have in process 0.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="tensors">The same ones everywhere, in the same order.</param>
    public static void Broadcast(this ICollective collective, IEnumerable<Tensor> tensors)
    {
        if (collective.Size == 1) return;
        using var noGrad = no_grad();
        foreach (Tensor tensor in tensors)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor values = tensor.detach().cpu().contiguous().clone();
            if (values.numel() == 0) continue;
            collective.Broadcast(values.bytes);
            tensor.copy_(values);
        }
    }

    /// <summary>Gives tensors their mean over the processes.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="tensors">Of floating point, the same ones everywhere, in the same order.</param>
    public static void Average(this ICollective collective, IEnumerable<Tensor> tensors)
    {
        if (collective.Size == 1) return;
        using var noGrad = no_grad();
        foreach (Tensor tensor in tensors.Where(tensor => tensor.is_floating_point() && tensor.numel() > 0))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor sum = tensor.detach().cpu().contiguous().clone();
            collective.AllReduce(sum);
            tensor.copy_(sum / collective.Size);
        }
    }
}
