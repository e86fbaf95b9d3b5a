using System.Globalization;
using System.Text;

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
    internal override void Apply(AlignedText from, AlignedText to, TextPart part)
    {
        ReadOnlySpan<char> text = from.Text;
        if (IsQuiet(text))
        {
            to.Append(from, 0, from.Length);
            return;
        }
        Rewriting writing = new(from, to);
        int skipped = 0;
        Span<byte> bytes = stackalloc byte[4 * LongestCluster];
        List<(Rune Rune, int Change)> changes = [];
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
                else changes.Add((rune, 0));
        }
        writing.Skip(skipped);
        foreach ((Rune rune, int change) in changes) writing.Write(rune, change);

        void Replace(int old, string with)
        {
            int added = Count(with) - old, i = 0;
            // As many as there were stand for the old ones; the last also for those that are gone.
            foreach (Rune rune in with.EnumerateRunes()) changes.Add((rune, i++ < old ? 0 : 1));
            if (added >= 0) return;
            if (changes.Count == 0) skipped -= added;
            else changes[^1] = (changes[^1].Rune, changes[^1].Change + added);
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
