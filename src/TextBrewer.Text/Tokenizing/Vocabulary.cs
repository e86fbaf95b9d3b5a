namespace TextBrewer.Text.Tokenizing;

/// <summary>A WordPiece vocabulary: a token per line, its id the line's number from 0 (<c>vocab.txt</c>).</summary>
public sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly string[] _tokens;

    /// <summary>Makes a vocabulary of tokens in the order of their ids.</summary>
    /// <exception cref="InvalidDataException">A special token is missing, or a token stands there twice.</exception>
    public Vocabulary(IReadOnlyList<string> tokens, string source = "the vocabulary")
    {
        _tokens = [.. tokens];
        _ids = new Dictionary<string, int>(_tokens.Length, StringComparer.Ordinal);
        for (int i = 0; i < _tokens.Length; i++)
            if (!_ids.TryAdd(_tokens[i], i)) throw new InvalidDataException($"{source} has '{_tokens[i]}' twice, with the ids "
                + $"{_ids[_tokens[i]]} and {i} (from 0): a token has one id. Fetch the model's vocabulary again.");
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        (PadId, UnknownId, MaskId) = (Special("[PAD]"), Special("[UNK]"), Special("[MASK]"));
        (ClsId, SepId) = (Special("[CLS]"), Special("[SEP]"));

        int Special(string token) => _ids.TryGetValue(token, out int id)
            ? id
            : throw new InvalidDataException($"{source} has no '{token}': it is not a BERT vocabulary of one token per line.");
    }

    /// <summary>Reads a <c>vocab.txt</c>.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static Vocabulary Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no vocabulary '{path}'.", path);
        return new Vocabulary(File.ReadAllText(path).TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')).ToArray(), $"'{path}'");
    }

    /// <summary>How many tokens there are.</summary>
    public int Count => _tokens.Length;

    /// <summary>Index of <c>[PAD]</c>.</summary>
    public int PadId { get; }

    /// <summary>Index of <c>[UNK]</c>.</summary>
    public int UnknownId { get; }

    /// <summary>Index of <c>[CLS]</c>.</summary>
    public int ClsId { get; }

    /// <summary>Index of <c>[SEP]</c>.</summary>
    public int SepId { get; }

    /// <summary>Index of <c>[MASK]</c>.</summary>
    public int MaskId { get; }

    /// <summary>The tokens in the order of their ids.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>The id of a token, or null.</summary>
    public int? Find(ReadOnlySpan<char> token) => _lookup.TryGetValue(token, out int id) ? id : null;

    /// <summary>Writes a <c>vocab.txt</c>.</summary>
    public void Save(string path) => File.WriteAllBytes(path, ToBytes());

    /// <summary>What a <c>vocab.txt</c> holds.</summary>
    internal byte[] ToBytes() => System.Text.Encoding.UTF8.GetBytes(string.Join('\n', _tokens) + "\n");
}
