using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>A batch of random tokens.</summary>
/// <param name="Ids">(batch, length)</param>
/// <param name="Mask">1 at real positions, (batch, length).</param>
/// <param name="Types">All 0, (batch, length).</param>
internal sealed record StepBatch(Tensor Ids, Tensor Mask, Tensor Types) : IDisposable
{
    /// <summary>Random tokens.</summary>
    /// <param name="batch">Texts.</param>
    /// <param name="length">Tokens of each.</param>
    /// <param name="words">Entries of the vocabulary.</param>
    /// <param name="padded">Whether all texts but the last are shorter; else all are whole.</param>
    internal static StepBatch Random(int batch, int length, int words, bool padded)
    {
        using var scope = NewDisposeScope();
        Tensor mask = ones([batch, length], ScalarType.Int64);
        for (int text = 0; padded && text < batch - 1; text++) mask[text, (length - (length * (text + 1) / (2 * batch)))..].zero_();
        Tensor ids = randint(1, words, [batch, length], ScalarType.Int64) * mask;
        return new(ids.DetachFromDisposeScope(), mask.DetachFromDisposeScope(), zeros_like(ids).DetachFromDisposeScope());
    }

    public void Dispose()
    {
        Ids.Dispose();
        Mask.Dispose();
        Types.Dispose();
    }
}
