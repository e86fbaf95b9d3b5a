using System.Collections;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks;

/// <summary>
/// Many examples in little memory: about two bytes a token and some for each example, in place of objects; an example is made anew each
/// time that it is asked for. Reading is safe from many threads once all is added.
/// </summary>
internal sealed class PackedTexts : IReadOnlyList<EncodedText>
{
    private const int ChunkSize = 1 << 20;

    // Flags of an example; above them stands the number of its sequences.
    private const int IsLabelled = 1, IsTruncated = 2, FlagBits = 2;

    private readonly List<byte[]> _chunks = [];
    private readonly List<(int Chunk, int Start)> _places = [];
    private readonly PackedWriter _writer = new();
    private Target? _kind;
    private int _used;

    /// <summary>The number of examples.</summary>
    public int Count => _places.Count;

    /// <summary>The bytes that all examples take, what is kept free for more included.</summary>
    internal long Bytes => _chunks.Sum(chunk => (long)chunk.Length) + (8L * _places.Capacity);

    /// <summary>An example, made anew.</summary>
    public EncodedText this[int index]
    {
        get
        {
            PackedReader reader = ReaderAt(index);
            int flags = reader.Unsigned();
            TokenSequence[] sequences = new TokenSequence[flags >> FlagBits];
            for (int i = 0; i < sequences.Length; i++) sequences[i] = Sequence(ref reader);
            return new EncodedText(sequences, _kind!.Unpack(ref reader)) { Truncated = (flags & IsTruncated) != 0 };
        }
    }

    /// <summary>Adds an example at the end.</summary>
    /// <exception cref="ArgumentException">Its target is of another kind than those before.</exception>
    internal void Add(EncodedText text)
    {
        _kind ??= text.Target;
        if (text.Target.GetType() != _kind.GetType())
            throw new ArgumentException($"A {text.Target.GetType().Name} among targets that are {_kind.GetType().Name}.", nameof(text));
        _writer.Clear();
        int flags = (text.Target.IsLabelled ? IsLabelled : 0) | (text.Truncated ? IsTruncated : 0);
        _writer.Unsigned(flags | (text.Sequences.Count << FlagBits));
        foreach (TokenSequence sequence in text.Sequences) Write(sequence);
        text.Target.Pack(_writer);
        Append(_writer.Written);
    }

    /// <summary>Those that have a label, in their order.</summary>
    internal IReadOnlyList<EncodedText> Labelled()
    {
        int[] labelled = [.. Enumerable.Range(0, Count).Where(i => (ReaderAt(i).Unsigned() & IsLabelled) != 0)];
        return labelled.Length == Count ? this : new ChosenTexts(this, labelled);
    }

    /// <inheritdoc/>
    public IEnumerator<EncodedText> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Ids one by one; types as runs, for there are one or two in a sequence.</summary>
    private void Write(TokenSequence sequence)
    {
        _writer.Unsigned(sequence.Length);
        foreach (int id in sequence.Ids) _writer.Unsigned(id);
        for (int start = 0, end; start < sequence.Length; start = end)
        {
            int type = sequence.TypeIds[start];
            for (end = start + 1; end < sequence.Length && sequence.TypeIds[end] == type;) end++;
            _writer.Unsigned(type);
            _writer.Unsigned(end - start);
        }
    }

    private static TokenSequence Sequence(ref PackedReader reader)
    {
        int[] ids = new int[reader.Unsigned()], types = new int[ids.Length];
        for (int i = 0; i < ids.Length; i++) ids[i] = reader.Unsigned();
        for (int start = 0; start < types.Length;)
        {
            (int type, int count) = (reader.Unsigned(), reader.Unsigned());
            types.AsSpan(start, count).Fill(type);
            start += count;
        }
        return new TokenSequence(ids, types);
    }

    /// <summary>In chunks, so that nothing is copied when there is more; an example stands in one of them.</summary>
    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_chunks.Count == 0 || _used + bytes.Length > _chunks[^1].Length)
        {
            _chunks.Add(new byte[Math.Max(ChunkSize, bytes.Length)]);
            _used = 0;
        }
        bytes.CopyTo(_chunks[^1].AsSpan(_used));
        _places.Add((_chunks.Count - 1, _used));
        _used += bytes.Length;
    }

    private PackedReader ReaderAt(int index)
    {
        (int chunk, int start) = _places[index];
        return new PackedReader(_chunks[chunk].AsSpan(start));
    }
}
