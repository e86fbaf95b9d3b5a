using System.Collections;
using TextBrewer.Recipes.Tasks.Views;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks;

/// <summary>
/// Many examples in little memory: about two bytes a token and some for each example, in place of objects; beyond a quarter of a gibibyte
/// the tokens stand in a temporary file, and eight bytes of each example in memory. An example is made anew each time that it is asked for.
/// Reading is safe from many threads once all is added.
/// </summary>
/// <param name="chunksInMemory">How many mebibytes of tokens stand in memory.</param>
internal sealed class PackedTexts(int chunksInMemory = 256) : IReadOnlyList<EncodedText>, IDisposable
{
    private const int ChunkSize = 1 << 20;

    // Flags of an example; above them stands the number of its sequences.
    private const int IsLabelled = 1, IsTruncated = 2, HasViews = 4, FlagBits = 3;

    private readonly PackedChunks _chunks = new(chunksInMemory, ChunkSize);
    private readonly List<(int Chunk, int Start)> _places = [];
    private readonly PackedWriter _writer = new();
    private Target? _kind;

    /// <summary>The number of examples.</summary>
    public int Count => _places.Count;

    /// <summary>The bytes of memory that all examples take, what is kept free for more included.</summary>
    internal long Bytes => _chunks.InMemory + (8L * _places.Capacity);

    /// <summary>An example, made anew.</summary>
    public EncodedText this[int index]
    {
        get
        {
            PackedReader reader = ReaderAt(index);
            int flags = reader.Unsigned();
            TokenSequence[] sequences = new TokenSequence[flags >> FlagBits];
            for (int i = 0; i < sequences.Length; i++) sequences[i] = PackedSequence.Read(ref reader);
            return new EncodedText(sequences, _kind!.Unpack(ref reader))
            {
                Truncated = (flags & IsTruncated) != 0,
                Views = (flags & HasViews) == 0 ? null : TextViews.Unpack(ref reader, sequences.Length, _kind),
            };
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
        int flags = (text.Target.IsLabelled ? IsLabelled : 0) | (text.Truncated ? IsTruncated : 0) | (text.Views is null ? 0 : HasViews);
        _writer.Unsigned(flags | (text.Sequences.Count << FlagBits));
        foreach (TokenSequence sequence in text.Sequences) PackedSequence.Write(_writer, sequence);
        text.Target.Pack(_writer);
        text.Views?.Pack(_writer);
        _places.Add(_chunks.Add(_writer.Written));
    }

    /// <summary>Those that have a label, in their order.</summary>
    internal IReadOnlyList<EncodedText> Labelled()
    {
        int[] labelled = [.. Enumerable.Range(0, Count).Where(i => (ReaderAt(i).Unsigned() & IsLabelled) != 0)];
        return labelled.Length == Count ? this : new ChosenTexts(this, labelled);
    }

    /// <summary>Ends the file that holds those which memory does not.</summary>
    public void Dispose() => _chunks.Dispose();

    /// <inheritdoc/>
    public IEnumerator<EncodedText> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private PackedReader ReaderAt(int index)
    {
        (int chunk, int start) = _places[index];
        bool isLast = index + 1 == _places.Count || _places[index + 1].Chunk != chunk;
        return new PackedReader(_chunks.Read(chunk, start, isLast ? null : _places[index + 1].Start - start));
    }
}
