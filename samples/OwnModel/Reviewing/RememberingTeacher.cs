using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Teachers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils;

namespace OwnModel.Reviewing;

/// <summary>
/// A teacher of one's own: it asks another about each review once and remembers the answer by the review's number, so batches may be drawn
/// anew in every epoch.
/// (<c>IsCachingLogits</c> does the same for any teacher; this is what such a thing takes.)
/// </summary>
/// <param name="teacher">The teacher that is asked: it gives logits (batch, classes), and hidden states (batch, words, width) by
/// word.</param>
public sealed class RememberingTeacher(ITeacher<ReviewBatch> teacher) : ITeacher<ReviewBatch>, IDisposable
{
    private readonly Dictionary<int, (Tensor Logits, Tensor Hidden)> _known = [];

    /// <summary>How many reviews the other was asked about.</summary>
    public int Asked { get; private set; }

    /// <inheritdoc/>
    public Signals Teach(Batch<ReviewBatch> batch) => TeacherScope.Run(() =>
    {
        if (!batch.Content.Numbers.All(_known.ContainsKey)) Ask(batch);
        (Tensor Logits, Tensor Hidden)[] known = [.. batch.Content.Numbers.Select(number => _known[number])];
        return new Signals
        {
            Logits = stack([.. known.Select(text => text.Logits)]), // (batch, classes)
            Hidden = rnn.pad_sequence([.. known.Select(text => text.Hidden)], batch_first: true), // (batch, words, width)
        };
    });

    /// <summary>Frees what is remembered.</summary>
    public void Dispose()
    {
        foreach ((Tensor logits, Tensor hidden) in _known.Values)
        {
            logits.Dispose();
            hidden.Dispose();
        }
        _known.Clear();
    }

    private void Ask(Batch<ReviewBatch> asked)
    {
        ReviewBatch batch = asked.Content;
        Signals signals = teacher.Teach(asked);
        long[] lengths = batch.Lengths.data<long>().ToArray();
        for (int i = 0; i < batch.Numbers.Length; i++)
        {
            if (_known.ContainsKey(batch.Numbers[i])) continue;
            Asked++;
            // What outlives the step leaves the scope of the step; a clone, because a view would keep the whole batch alive.
            _known[batch.Numbers[i]] = (
                signals.Logits![0][i].clone().DetachFromDisposeScope(), // (classes)
                signals.Hidden![^1][i][..(int)lengths[i]].clone().DetachFromDisposeScope()); // (words, width)
        }
    }
}
