using System.IO.Hashing;
using System.Runtime.InteropServices;
using TextBrewer.Data;
using static TorchSharp.torch;

namespace OwnModel.Reviewing;

/// <summary>Reviews as both models want them: pieces for the teacher, words for the student.</summary>
/// <param name="Numbers">Which reviews they are.</param>
/// <param name="Pieces">The teacher's: (batch, pieces), 0 at padding.</param>
/// <param name="Begins">At which piece each word begins: (batch, words), 0 at padding.</param>
/// <param name="Words">The student's: (batch, words), 0 at padding.</param>
/// <param name="Lengths">Words of each review: (batch).</param>
/// <param name="Labels">(batch).</param>
public sealed record ReviewBatch(int[] Numbers, Tensor Pieces, Tensor Begins, Tensor Words, Tensor Lengths, Tensor Labels)
    : IExampleBatch, IDisposable
{
    /// <summary>The reviews by what the teacher sees of them, and as long as what it says: a number for each word.</summary>
    public required IReadOnlyList<Example> Examples { get; init; }

    /// <summary>Makes a batch.</summary>
    public static ReviewBatch Of(IReadOnlyList<Review> reviews)
    {
        (int[] Ids, int[] Begins)[] pieces = [.. reviews.Select(review => Reviewing.Pieces.Of(review.Words))];
        return new(
            [.. reviews.Select(review => review.Number)],
            Padded([.. pieces.Select(p => p.Ids)]),
            Padded([.. pieces.Select(p => p.Begins)]),
            Padded([.. reviews.Select(review => review.Words)]),
            tensor([.. reviews.Select(review => (long)review.Words.Length)]),
            tensor([.. reviews.Select(review => (long)review.Label)]))
        {
            Examples = [.. reviews.Zip(pieces, (review, piece) =>
                new Example(XxHash128.HashToUInt128(MemoryMarshal.AsBytes<int>(piece.Ids)), review.Words.Length))],
        };
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in (Tensor[])[Pieces, Begins, Words, Lengths, Labels]) tensor.Dispose();
    }

    private static Tensor Padded(int[][] rows)
    {
        int length = rows.Max(row => row.Length);
        return tensor(
            [.. rows.SelectMany(row => row.Select(number => (long)number).Concat(Enumerable.Repeat(0L, length - row.Length)))],
            rows.Length,
            length);
    }
}
