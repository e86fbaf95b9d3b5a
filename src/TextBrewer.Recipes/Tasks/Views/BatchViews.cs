using TextBrewer.Text.Features;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks.Views;

/// <summary>
/// A batch as teachers with tokenizers of their own read it, and the matrices that bring what they say to the student's positions: a word
/// is at its first token there. They are made where they are first asked for, and live as long as the batch.
/// </summary>
internal sealed class BatchViews : IDisposable
{
    private readonly IReadOnlyList<TextViews> _texts;
    private readonly IReadOnlyList<TextBatch> _batches;
    private readonly int _choices;
    private readonly long _length;
    private readonly Dictionary<(string What, int View), Tensor> _made = [];
    private Device _device = CPU;

    /// <summary>Makes the batches of the teachers.</summary>
    /// <param name="arrays">The batch that the student reads.</param>
    /// <param name="length">How long its sequences are, padding included.</param>
    internal BatchViews(ViewArrays arrays, long length)
    {
        (_texts, _length) = (arrays.Texts, length);
        _batches = [.. arrays.Others.Select(other => new TextBatch(other))];
        _choices = _texts[0].Words.Count;
    }

    private long Rows => (long)_texts.Count * _choices;

    /// <summary>The batch of a teacher.</summary>
    internal TextBatch Of(int view) => _batches[view];

    /// <summary>1 at the first position and at each word that all have, (rows, length).</summary>
    internal Tensor Mask => Made("mask", -1, () => Filled([Rows, _length], (values, row, words) =>
    {
        values[row * _length] = 1;
        foreach (int word in words) values[(row * _length) + Own(row)[word].Start] = 1;
    }));

    /// <summary>1 at each word that all have, (rows, length).</summary>
    internal Tensor WordMask => Made("words", -1, () =>
    {
        using Tensor first = zeros_like(Mask);
        first[TensorIndex.Colon, 0] = 1;
        return Mask - first;
    });

    /// <summary>The mean over the student's tokens of each word, (rows, length, length).</summary>
    internal Tensor OwnMeans => Made("own means", -1, () => Means(_length, Own));

    /// <summary>The mean over a teacher's tokens of each word, (rows, length, the teacher's length).</summary>
    internal Tensor Means(int view) => Made("means", view, () => Means(LengthOf(view), row => Theirs(row, view)));

    /// <summary>A teacher's first token of each word, (rows, length, the teacher's length).</summary>
    internal Tensor FirstTokens(int view) => Made(
        "first tokens",
        view,
        () => Means(LengthOf(view), row => [.. Theirs(row, view).Select(span => new TokenSpan(span.Start, span.Start + 1))]));

    /// <summary>How a teacher's tokens are shared out among the student's, (rows, length, the teacher's length).</summary>
    internal Tensor Shares(int view) => Made("shares", view, () =>
    {
        long length = LengthOf(view);
        return Filled([Rows, _length, length], (values, row, _) =>
        {
            foreach ((int own, int other, float share) in _texts[(int)row].Others[view].Shares)
                values[(((row * _length) + own) * length) + other] += share;
        });
    });

    /// <summary>Brings the batches of the teachers to a device; what was made before is made anew.</summary>
    internal void MoveTo(Device device)
    {
        foreach (TextBatch batch in _batches) batch.MoveTo(device);
        if (_device.type == device.type) return;
        _device = device;
        Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TextBatch batch in _batches) batch.Dispose();
        Clear();
    }

    private long LengthOf(int view) => _batches[view].Ids.shape[^1];

    private TokenSpan[] Own(long row) => _texts[(int)(row / _choices)].Words[(int)(row % _choices)];

    private TokenSpan[] Theirs(long row, int view) => _texts[(int)(row / _choices)].Others[view].Words[(int)(row % _choices)];

    private Tensor Means(long length, Func<long, TokenSpan[]> spans) => Filled([Rows, _length, length], (values, row, words) =>
    {
        values[row * _length * length] = 1;
        TokenSpan[] from = spans(row);
        foreach (int word in words)
        {
            TokenSpan span = from[word];
            long at = ((row * _length) + Own(row)[word].Start) * length;
            for (int token = span.Start; token < span.End; token++) values[at + token] = 1f / (span.End - span.Start);
        }
    });

    private Tensor Filled(long[] shape, Action<float[], long, IEnumerable<int>> fill)
    {
        float[] values = new float[shape.Aggregate((a, b) => a * b)];
        for (long row = 0; row < Rows; row++)
            fill(values, row, Enumerable.Range(0, Own(row).Length)
                .Where(word => Enumerable.Range(0, _batches.Count).All(view => !Theirs(row, view)[word].IsEmpty)));
        return tensor(values, shape, device: _device);
    }

    private Tensor Made(string what, int view, Func<Tensor> make)
    {
        if (!_made.TryGetValue((what, view), out Tensor? known)) _made[(what, view)] = known = make().DetachFromDisposeScope();
        return known;
    }

    private void Clear()
    {
        foreach (Tensor made in _made.Values) made.Dispose();
        _made.Clear();
    }
}
