using static TorchSharp.torch;

namespace TextBrewer.Teachers;

/// <summary>The weighted mean of what several models say: an ensemble is one whether it teaches or is judged.</summary>
internal static class WeightedMean
{
    /// <summary>Weights as shares of their sum.</summary>
    internal static double[] Shares(IReadOnlyList<double> weights)
    {
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    /// <summary>The mean of tensors of one shape.</summary>
    /// <param name="tensors">A tensor of each model.</param>
    /// <param name="shares">A share for each, together 1.</param>
    internal static Tensor Of(IEnumerable<Tensor> tensors, IReadOnlyList<double> shares) =>
        tensors.Select((tensor, i) => tensor * shares[i]).Aggregate((a, b) => a + b);
}
