using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>Names an index outside a table, where torch would raise from deep inside without saying which it was.</summary>
internal static class IndexCheck
{
    /// <param name="indices">Whole numbers of any shape.</param>
    /// <param name="size">Each must be below it, and not below 0.</param>
    /// <param name="what">What an index is, as the first word of the message.</param>
    /// <param name="table">What it is an index of.</param>
    /// <param name="cure">What to do.</param>
    /// <exception cref="InvalidDataException">An index is outside.</exception>
    internal static void Below(Tensor indices, long size, string what, string table, string cure)
    {
        // On an accelerator the question would wait for the device at every step.
        if (indices.device_type != DeviceType.CPU || indices.numel() == 0) return;
        using DisposeScope scope = NewDisposeScope();
        long smallest = indices.min().to(ScalarType.Int64).item<long>();
        long largest = indices.max().to(ScalarType.Int64).item<long>();
        if (smallest < 0 || largest >= size)
            throw new InvalidDataException($"{what} {(smallest < 0 ? smallest : largest)} is outside {table} of {size}: {cure}.");
    }
}
