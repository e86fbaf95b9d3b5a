using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>A mean that is 0 where nothing is left to average, as after a mask that takes every position; never NaN.</summary>
internal static class Mean
{
    internal static Tensor Of(Tensor values) => values.sum() / Math.Max(1, values.numel());
}
