using TextBrewer.Data;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>A batch of random tokens.</summary>
/// <param name="Ids">(batch, length)</param>
/// <param name="Mask">1 at real positions, (batch, length).</param>
/// <param name="Types">All 0, (batch, length).</param>
internal sealed record StepBatch(Tensor Ids, Tensor Mask, Tensor Types) : IDisposable
{
    private const int Texts = 1024;

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

    /// <summary>Batches that are there, again and again; the caller owns them.</summary>
    internal static IBatchSource<StepBatch> Source(params StepBatch[] batches) => Batches.Of(batches, batches.Sum(b => b.Ids.shape[0]));

    /// <summary>Batches made of examples when they are needed, as training does.</summary>
    internal static IBatchSource<StepBatch> Made(StepShape shape)
    {
        System.Random random = new(1);
        long[][] texts =
        [
            .. Enumerable.Range(0, Texts).Select(_ =>
                Enumerable.Range(0, shape.Length).Select(_ => random.NextInt64(1, shape.Teacher.VocabSize)).ToArray()),
        ];
        return Batches.From(texts, shape.Batch, Of);
    }

    private static StepBatch Of(IReadOnlyList<long[]> texts)
    {
        Tensor ids = tensor([.. texts.SelectMany(text => text)], [texts.Count, texts[0].Length]);
        return new(ids, ones_like(ids), zeros_like(ids));
    }

    public void Dispose()
    {
        Ids.Dispose();
        Mask.Dispose();
        Types.Dispose();
    }
}
