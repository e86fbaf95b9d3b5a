using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace TextBrewer.Text.Normalizing;

/// <summary>
/// SentencePiece's own rules of normalization, as Hugging Face's tokenizers apply them: a user's character (UAX 29) of fewer than six bytes
/// as a whole, where its beginning has a rule, else code point by code point.
/// </summary>
internal sealed class PrecompiledNormalizer(CharacterMap map) : Normalizer
{
    private const int LongestCluster = 6;

    private readonly string?[] _ascii = [.. Enumerable.Range(0, 128).Select(code => map.Find([(byte)code]))];

    /// <inheritdoc/>
    internal override JsonObject ToJson() => new()
    {
        ["type"] = "Precompiled",
        ["precompiled_charsmap"] = Convert.ToBase64String(map.Bytes),
    };

    /// <inheritdoc/>
    internal override void Apply(AlignedText from, AlignedText to, TextPart part)
    {
        ReadOnlySpan<char> text = from.Text;
        if (IsQuiet(text))
        {
            to.Append(from, 0, from.Length);
            return;
        }
        Rewriting writing = new(from, to);
        Span<byte> bytes = stackalloc byte[4 * LongestCluster];
        for (int at = 0, length; at < text.Length; at += length)
        {
            length = StringInfo.GetNextTextElementLength(text[at..]);
            ReadOnlySpan<char> cluster = text.Slice(at, length);
            if (length < LongestCluster && Encoding.UTF8.GetByteCount(cluster) < LongestCluster && Find(cluster, bytes) is { } whole)
            {
                Replace(Count(cluster), whole);
                continue;
            }
            foreach (Rune rune in cluster.EnumerateRunes())
                if (rune.IsAscii ? _ascii[rune.Value] is { } one : (one = map.Find(bytes[..rune.EncodeToUtf8(bytes)])) is not null)
                    Replace(1, one);
                else writing.Write(rune, 0);
        }

        void Replace(int old, string with)
        {
            int written = 0;
            foreach (Rune rune in with.EnumerateRunes()) writing.Write(rune, written++ < old ? 0 : 1);
            writing.Skip(old - written);
        }
    }

    /// <summary>Whether a text is ASCII without a rule, as English is.</summary>
    private bool IsQuiet(ReadOnlySpan<char> text)
    {
        foreach (char unit in text) if (unit >= 128 || _ascii[unit] is not null || unit == '\r') return false;
        return true;
    }

    private string? Find(ReadOnlySpan<char> text, Span<byte> bytes) => map.Find(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);

    private static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes()) count++;
        return count;
    }
}
