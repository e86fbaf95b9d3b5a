using static TorchSharp.torch;

namespace OwnModel.Classifying;

/// <summary>Phrases of one length.</summary>
/// <param name="Words">Numbers of words: (batch, length).</param>
/// <param name="Topics">(batch).</param>
public sealed record PhraseBatch(Tensor Words, Tensor Topics) : IDisposable
{
    /// <summary>Makes a batch.</summary>
    public static PhraseBatch Of(IReadOnlyList<Phrase> phrases) => new(
        tensor([.. phrases.SelectMany(phrase => phrase.Words.Select(word => (long)word))], phrases.Count, Phrase.Length),
        tensor([.. phrases.Select(phrase => (long)phrase.Topic)]));

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Words.Dispose();
        Topics.Dispose();
    }
}
