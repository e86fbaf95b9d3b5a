using System.Buffers.Binary;
using System.Text;

namespace TextBrewer.Text.Normalizing;

/// <summary>
/// SentencePiece's compiled rules: what stands for a piece of text, in a double-array trie over its UTF-8 bytes (the layout of Yata's
/// <c>darts-clone</c>), behind it the texts, each with a zero at its end. Nothing that it says is followed out of its bytes.
/// </summary>
internal sealed class CharacterMap
{
    private readonly uint[] _trie;
    private readonly byte[] _texts;

    /// <exception cref="FormatException">It is damaged.</exception>
    internal CharacterMap(byte[] bytes)
    {
        Bytes = bytes;
        uint size = bytes.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : uint.MaxValue;
        if (size % 4 != 0 || size == 0 || size > bytes.Length - 4) throw new FormatException("the character map is cut off");
        _trie = new uint[size / 4];
        for (int i = 0; i < _trie.Length; i++) _trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 + (4 * i)));
        _texts = bytes[(4 + (int)size)..];
    }

    /// <summary>The rules as they were read.</summary>
    internal byte[] Bytes { get; }

    /// <summary>What stands for the shortest beginning of a text that has a rule; null: there is none.</summary>
    internal string? Find(ReadOnlySpan<byte> key)
    {
        uint unit = _trie[0], node = Offset(unit);
        foreach (byte label in key)
        {
            node ^= label;
            if (label == 0 || node >= _trie.Length) return null;
            unit = _trie[node];
            if ((unit & ((1u << 31) | 0xFF)) != label) return null;
            node ^= Offset(unit);
            if (((unit >> 8) & 1) == 1) return node < _trie.Length ? Text(_trie[node] & ((1u << 31) - 1)) : null;
        }
        return null;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1 << 9)) >> 6);

    private string? Text(uint at)
    {
        if (at >= _texts.Length) return null;
        ReadOnlySpan<byte> rest = _texts.AsSpan((int)at);
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }
}
