using static TorchSharp.torch;

namespace TextBrewer.Tests.Distilling;

/// <summary>Examples that are a pure function of their numbers.</summary>
internal sealed class ToyBatch : IDisposable
{
    private const int Length = 5;

    private ToyBatch(IReadOnlyList<int> examples)
    {
        Examples = examples;
        double[] values = [.. examples.SelectMany(
            example => Enumerable.Range(0, Length * Toy.WidthIn).Select(i => Math.Sin((example * 1.7) + (i * 0.9))))];
        X = tensor(values, examples.Count, Length, Toy.WidthIn);
        Mask = tensor(
            [.. examples.SelectMany(example => Enumerable.Range(0, Length).Select(i => i <= 2 + (example % 3) ? 1L : 0))],
            examples.Count,
            Length);
        Labels = tensor([.. examples.Select(example => (long)(example % Toy.Classes))]);
    }

    internal IReadOnlyList<int> Examples { get; }

    internal Tensor X { get; } // (batch, length, width in)

    internal Tensor Mask { get; } // (batch, length)

    internal Tensor Labels { get; } // (batch)

    internal bool IsDisposed { get; private set; }

    internal static ToyBatch Of(IReadOnlyList<int> examples) => new(examples);

    public void Dispose()
    {
        IsDisposed = true;
        X.Dispose();
        Mask.Dispose();
        Labels.Dispose();
    }
}
