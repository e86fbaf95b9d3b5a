using System.Diagnostics;
using TextBrewer.Models.Encoders;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>
/// The machine's best speed in <c>linear</c> at a step's own shapes, in one precision: the best of all shapes and repetitions.
/// </summary>
internal sealed class GemmPeak : IDisposable
{
    private const int Repetitions = 8;

    private readonly List<(Tensor Input, Tensor Weight, Tensor Bias, double Flops)> _products = [];

    internal GemmPeak(StepShape shape, ScalarType type)
    {
        using var noGrad = no_grad();
        long tokens = (long)shape.Batch * shape.Length;
        HashSet<(long In, long Out)> sizes = [];
        foreach (EncoderConfig config in new[] { shape.Teacher, shape.Student })
            sizes.UnionWith(
            [
                (config.HiddenSize, config.HiddenSize),
                (config.HiddenSize, config.IntermediateSize),
                (config.IntermediateSize, config.HiddenSize),
            ]);
        foreach ((long input, long output) in sizes)
            _products.Add((
                rand(tokens, input).to(type).DetachFromDisposeScope(),
                rand(output, input).to(type).DetachFromDisposeScope(),
                rand(output).to(type).DetachFromDisposeScope(),
                2.0 * tokens * input * output));
    }

    /// <summary>The best so far, in GFLOP/s.</summary>
    internal double Best { get; private set; }

    /// <summary>Measures once more: between the contenders, so that the peak is that of the same minutes.</summary>
    internal void Measure()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach ((Tensor input, Tensor weight, Tensor bias, double flops) in _products)
        {
            // Small products are timed several at once, else the clock and the call count.
            int inner = (int)Math.Clamp(2e9 / flops, 1, 64);
            for (int i = 0; i < Repetitions; i++)
            {
                long start = Stopwatch.GetTimestamp();
                for (int j = 0; j < inner; j++) nn.functional.linear(input, weight, bias).Dispose();
                Best = Math.Max(Best, inner * flops / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
            }
        }
    }

    public void Dispose()
    {
        foreach ((Tensor input, Tensor weight, Tensor bias, _) in _products)
        {
            input.Dispose();
            weight.Dispose();
            bias.Dispose();
        }
    }
}
