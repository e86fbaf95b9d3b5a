using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Reading;

/// <summary>
/// Names an index outside a table, where torch raises from deep inside without saying which it was. Only a call that failed is looked into:
/// looking at every index of every step would cost more than the call.
/// </summary>
public static class IndexCheck
{
    /// <summary>Calls something that takes indices.</summary>
    /// <param name="call">The call.</param>
    /// <param name="indices">Whole numbers of any shape.</param>
    /// <param name="size">Each must be below it.</param>
    /// <param name="error">Makes the error for the index that is outside, with torch's own as its cause.</param>
    /// <param name="lowest">None may be below it.</param>
    public static Tensor Explain(
        Func<Tensor, Tensor> call,
        Tensor indices,
        long size,
        Func<long, Exception, Exception> error,
        long lowest = 0)
    {
        try
        {
            return call(indices);
        }
        catch (ExternalException cause) when (Outside(indices, size, lowest) is not null)
        {
            throw error(Outside(indices, size, lowest)!.Value, cause);
        }
    }

    private static long? Outside(Tensor indices, long size, long lowest)
    {
        // An accelerator whose kernel failed answers nothing more.
        if (indices.device_type != DeviceType.CPU || indices.numel() == 0) return null;
        using DisposeScope scope = NewDisposeScope();
        long largest = (long)ReadBack.Number(indices.max()), smallest = (long)ReadBack.Number(indices.min());
        if (largest >= size) return largest;
        return smallest < lowest ? smallest : null;
    }
}
