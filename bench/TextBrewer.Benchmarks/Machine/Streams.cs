using System.Diagnostics;
using TextBrewer.Torch.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using AdamW = TextBrewer.Torch.Optimizers.AdamW;
using Parameter = TorchSharp.Modules.Parameter;

namespace TextBrewer.Benchmarks.Machine;

/// <summary>
/// How fast bytes go through operators that do little else, in bytes a second: what an operator reads and writes once each, by the best of
/// several times. What the processor fetches besides, as it does before it writes, does not count.
/// </summary>
/// <param name="Copy">A copy of 100 million floats.</param>
/// <param name="AdamW">AdamW over as many: it reads parameter, gradient and two means, and writes all but the gradient.</param>
/// <param name="Norm">The norm of as many.</param>
/// <param name="Zero">Zeroing as many.</param>
/// <param name="CachedCopy">A copy of a million floats, which stay in the cache, as a layer's outputs may.</param>
internal sealed record Streams(double Copy, double AdamW, double Norm, double Zero, double CachedCopy)
{
    /// <summary>Bytes of a number.</summary>
    internal const double Float = 4;

    /// <summary>How often an operator touches each number.</summary>
    internal const int CopyTouches = 2, AdamWTouches = 7, NormTouches = 1, ZeroTouches = 1;

    private const long Numbers = 100_000_000, CachedNumbers = 1_000_000;

    private const int Rounds = 6, CachedRounds = 400;

    /// <summary>Measures; takes 1.6 GB of memory.</summary>
    internal static Streams Measure()
    {
        using DisposeScope scope = NewDisposeScope();
        using Parameter parameter = new(zeros(Numbers), requires_grad: true);
        Tensor gradient = rand(Numbers), small = rand(CachedNumbers), other = rand(CachedNumbers);
        parameter.grad = gradient;
        using AdamW optimizer = new([new ParameterGroup([new NamedParameter("numbers", parameter)])], learningRate: 1e-5);
        using var noGrad = no_grad();
        double adamW = Rate(AdamWTouches, Numbers, Rounds, () => optimizer.Step());
        double norm = Rate(NormTouches, Numbers, Rounds, () => linalg.vector_norm(gradient).Dispose());
        double copy = Rate(CopyTouches, Numbers, Rounds, () => gradient.copy_(parameter));
        double zero = Rate(ZeroTouches, Numbers, Rounds, () => gradient.zero_());
        double cached = Rate(CopyTouches, CachedNumbers, CachedRounds, () => small.copy_(other));
        return new Streams(copy, adamW, norm, zero, cached);
    }

    private static double Rate(int touches, long numbers, int rounds, Action operation)
    {
        operation();
        double best = Enumerable.Range(0, rounds).Min(_ =>
        {
            using DisposeScope scope = NewDisposeScope();
            long start = Stopwatch.GetTimestamp();
            operation();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
        return touches * Float * numbers / best;
    }
}
