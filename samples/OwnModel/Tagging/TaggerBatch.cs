using static TorchSharp.torch;

namespace OwnModel.Tagging;

/// <summary>Sentences, padded to the longest.</summary>
/// <param name="Words">Numbers of words, 0 at padding: (batch, length).</param>
/// <param name="Lengths">Words of each sentence: (batch).</param>
/// <param name="Mask">1 at words, 0 at padding: (batch, length).</param>
/// <param name="Tags">Tags, −100 at padding: (batch, length).</param>
public sealed record TaggerBatch(Tensor Words, Tensor Lengths, Tensor Mask, Tensor Tags) : IDisposable
{
    /// <summary>Makes a batch.</summary>
    public static TaggerBatch Of(IReadOnlyList<TaggedSentence> sentences)
    {
        int length = sentences.Max(sentence => sentence.Words.Length);
        return new(
            Padded(sentence => sentence.Words, 0),
            tensor([.. sentences.Select(sentence => (long)sentence.Words.Length)]),
            Padded(sentence => [.. sentence.Words.Select(_ => 1)], 0),
            Padded(sentence => sentence.Tags, -100));

        Tensor Padded(Func<TaggedSentence, int[]> numbers, long padding) => tensor(
            [.. sentences.SelectMany(sentence => numbers(sentence).Select(number => (long)number)
                .Concat(Enumerable.Repeat(padding, length - sentence.Words.Length)))],
            sentences.Count, length);
    }

    /// <summary>
    /// Frees the tensors: whoever makes a batch says when it is no longer needed, and the training loop does so for batches of
    /// <c>Batches.From</c>.
    /// </summary>
    public void Dispose()
    {
        foreach (Tensor tensor in (Tensor[])[Words, Lengths, Mask, Tags]) tensor.Dispose();
    }
}
