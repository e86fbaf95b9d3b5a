using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// A text cleaned as BERT does it, with the place of each character in the original: control characters dropped, white space made equal,
/// Chinese characters set apart, accents taken off, lower-cased. Nothing depends on the culture.
/// </summary>
internal sealed class NormalizedText(TokenizerOptions options)
{
    private readonly List<char> _text = [];
    private readonly List<int> _starts = [];
    private readonly List<int> _ends = [];
    private readonly bool _stripAccents = options.StripAccents ?? options.Lowercase;

    /// <summary>The cleaned text; what is read next replaces it.</summary>
    internal ReadOnlySpan<char> Text => CollectionsMarshal.AsSpan(_text);

    internal int Start(int index) => _starts[index];

    internal int End(int index) => _ends[index];

    internal void Read(string original, int from, int to)
    {
        _text.Clear();
        _starts.Clear();
        _ends.Clear();
        _text.EnsureCapacity(to - from);
        _starts.EnsureCapacity(to - from);
        _ends.EnsureCapacity(to - from);
        for (int at = from; at < to;)
        {
            char unit = original[at];
            if (unit is >= ' ' and < '\x7F') // printable ASCII, which is most of English, needs none of the questions below
            {
                Append(options.Lowercase && char.IsAsciiLetterUpper(unit) ? (char)(unit | 0x20) : unit, at, ++at);
                continue;
            }
            if (Rune.DecodeFromUtf16(original.AsSpan(at, to - at), out Rune rune, out int length) == System.Buffers.OperationStatus.Done)
                Add(rune, at, at + length);
            at += length; // half a surrogate pair is dropped like a control character
        }
    }

    private void Add(Rune rune, int start, int end)
    {
        if (CharacterClass.IsDropped(rune)) return;
        if (CharacterClass.IsWhiteSpace(rune)) Append(' ', start, end);
        else if (options.SplitChinese && CharacterClass.IsChinese(rune.Value))
        {
            Append(' ', start, end);
            AppendRune(rune, start, end);
            Append(' ', start, end);
        }
        else if (_stripAccents && rune.Value >= 0x80)
        {
            foreach (Rune part in Decomposition.Of(rune))
                if (Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark) AppendCased(part, start, end);
        }
        else AppendCased(rune, start, end);
    }

    private void AppendCased(Rune rune, int start, int end)
    {
        if (!options.Lowercase) AppendRune(rune, start, end);
        else if (rune.Value == 0x130) // İ: the only letter whose lower case is two characters, i and a dot above
        {
            Append('i', start, end);
            Append('\u0307', start, end);
        }
        else AppendRune(Rune.ToLowerInvariant(rune), start, end);
    }

    private void AppendRune(Rune rune, int start, int end)
    {
        Span<char> units = stackalloc char[2];
        int count = rune.EncodeToUtf16(units);
        for (int i = 0; i < count; i++) Append(units[i], start, end);
    }

    private void Append(char unit, int start, int end)
    {
        _text.Add(unit);
        _starts.Add(start);
        _ends.Add(end);
    }
}
