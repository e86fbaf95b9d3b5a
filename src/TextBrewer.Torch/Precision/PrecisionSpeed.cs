using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Precision;

/// <summary>
/// How much faster this machine computes a model's products in bfloat16 than in float32: what to expect of mixed precision.
/// </summary>
internal static class PrecisionSpeed
{
    // Short turns, and many: beside other programs some of them are left alone.
    private const int Rounds = 20;

    // Tokens, and a feed-forward network's widths: of a large model and of a small one.
    private static readonly (long Tokens, long In, long Out)[] Shapes = [(384, 768, 3072), (384, 384, 1536)];

    /// <summary>How many times as fast bfloat16 is; null: this platform's library has no mixed precision.</summary>
    internal static double? Measure()
    {
        if (!Autocast.IsAvailable) return null;
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        (TimeSpan full, TimeSpan mixed) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach ((long tokens, long input, long output) in Shapes)
        {
            using Linear linear = nn.Linear(input, output);
            Tensor x = rand(tokens, input);
            (TimeSpan First, TimeSpan Second) best = TimedTurns.Best(
                () => linear.call(x).Dispose(),
                () => Autocast.Run(() => linear.call(x), keepsWeights: true).Dispose(),
                Rounds,
                TimeProvider.System);
            (full, mixed) = (full + best.First, mixed + best.Second);
        }
        Autocast.Forget();
        return full / mixed;
    }
}
