using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Reading;

/// <summary>
/// Numbers of a tensor in managed memory. On an accelerator each read waits until the device has done all that was asked of it, so a step
/// reads as little as it can; whatever it reads goes through here and is counted.
/// </summary>
public static class ReadBack
{
    [ThreadStatic]
    private static long _count;

    /// <summary>How many reads there were on this thread.</summary>
    public static long Count => _count;

    /// <summary>A number.</summary>
    /// <param name="scalar">A tensor of one element.</param>
    public static double Number(Tensor scalar)
    {
        _count++;
        return scalar.dtype == ScalarType.Bool ? (scalar.ToBoolean() ? 1 : 0) : scalar.ToDouble();
    }

    /// <summary>Numbers, in one read.</summary>
    /// <param name="tensor">A tensor of any shape and type.</param>
    public static double[] Numbers(Tensor tensor)
    {
        _count++;
        using DisposeScope scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }
}
