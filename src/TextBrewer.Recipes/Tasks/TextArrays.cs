using System.Buffers;
using System.Runtime.InteropServices;
using TextBrewer.Data;
using TextBrewer.Recipes.Tasks.Views;
using TextBrewer.Text.Tokenizing;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks;

/// <summary>
/// A batch of texts as plain arrays, padded to the longest of them: made by any thread. The large ones are borrowed from the pool, so that
/// a step makes no garbage of them.
/// </summary>
internal sealed class TextArrays : IDisposable
{
    private readonly int _count;
    private readonly long[] _shape;
    private long[]? _ids, _mask, _types;

    /// <summary>Makes the arrays of a batch.</summary>
    /// <param name="texts">The texts, each with as many sequences as the first.</param>
    /// <param name="padId">The padding's token.</param>
    /// <param name="labels">What is to be learned.</param>
    /// <param name="passage">True where an answer may stand, (batch, length). Null: the task has no passage.</param>
    /// <param name="places">The positions whose logits are asked for, (batch, places). Null: all.</param>
    internal TextArrays(
        IReadOnlyList<EncodedText> texts,
        int padId,
        LabelArray labels,
        LabelArray? passage = null,
        LabelArray? places = null)
    {
        int length = texts.Max(t => t.Length), choices = texts[0].Sequences.Count;
        _count = texts.Count * choices * length;
        _shape = choices == 1 ? [texts.Count, length] : [texts.Count, choices, length];
        (_ids, _mask, _types) = (Borrowed(), Borrowed(), Borrowed());
        Padding.Fill(texts.SelectMany(t => t.Sequences), length, padId, Own(_ids), Own(_mask), Own(_types));
        (Labels, Passage, Places) = (labels, passage, places);
        Examples = [.. texts.Select(text => new Example(text.Key(), text.Length))];
    }

    /// <summary>The texts of the batch.</summary>
    internal IReadOnlyList<Example> Examples { get; }

    /// <summary>What is to be learned.</summary>
    internal LabelArray Labels { get; }

    /// <summary>True where an answer may stand, (batch, length); null: the task has no passage.</summary>
    internal LabelArray? Passage { get; }

    /// <summary>The positions whose logits are asked for, (batch, places); null: all.</summary>
    internal LabelArray? Places { get; }

    /// <summary>What teachers with tokenizers of their own read of the batch; null: all read these tokens.</summary>
    internal ViewArrays? Views { get; set; }

    /// <summary>Makes the tensors of ids, mask and types, each (batch, length), or (batch, choices, length).</summary>
    internal (Tensor Ids, Tensor Mask, Tensor Types) ToTensors() => (ToTensor(_ids), ToTensor(_mask), ToTensor(_types));

    /// <summary>Gives the arrays back.</summary>
    public void Dispose()
    {
        Return(ref _ids);
        Return(ref _mask);
        Return(ref _types);
        Views?.Dispose();
    }

    /// <summary>
    /// Into torch's own memory: it is aligned alike for every batch, so that products of the same numbers have the same bits.
    /// </summary>
    private Tensor ToTensor(long[]? values)
    {
        Tensor tensor = empty(_shape, dtype: ScalarType.Int64);
        Own(values).CopyTo(MemoryMarshal.Cast<byte, long>(tensor.bytes));
        return tensor;
    }

    private long[] Borrowed() => ArrayPool<long>.Shared.Rent(_count);

    private Span<long> Own(long[]? values) => (values ?? throw new ObjectDisposedException(nameof(TextArrays))).AsSpan(0, _count);

    private static void Return(ref long[]? values)
    {
        if (values is not null) ArrayPool<long>.Shared.Return(values);
        values = null;
    }
}
