using System.Text;

namespace TextBrewer.Text.Normalizing;

/// <summary>
/// A text on its way to a vocabulary, with the place in the original text of each of its UTF-16 units. It holds whole characters.
/// </summary>
internal sealed class AlignedText
{
    // A text without spaces may make it large; what is larger than this is given back when it is emptied.
    private const int Kept = 1 << 14, Smallest = 256;

    private char[] _units = new char[Smallest];
    private int[] _starts = new int[Smallest];
    private int[] _ends = new int[Smallest];

    internal int Length { get; private set; }

    internal ReadOnlySpan<char> Text => _units.AsSpan(0, Length);

    /// <summary>Where in the original begins what the unit stands for.</summary>
    internal int StartOf(int unit) => _starts[unit];

    /// <summary>Where in the original ends what the unit stands for.</summary>
    internal int EndOf(int unit) => _ends[unit];

    /// <summary>The character that begins at a unit.</summary>
    internal Rune RuneAt(int unit)
    {
        char first = _units[unit];
        return char.IsSurrogate(first) ? new Rune(first, _units[unit + 1]) : new Rune(first);
    }

    internal void Clear()
    {
        Length = 0;
        if (_units.Length <= Kept) return;
        (_units, _starts, _ends) = (new char[Smallest], new int[Smallest], new int[Smallest]);
    }

    internal void Append(Rune rune, int start, int end)
    {
        Grow(2);
        int next = Length + rune.EncodeToUtf16(_units.AsSpan(Length));
        for (; Length < next; Length++) (_starts[Length], _ends[Length]) = (start, end);
    }

    internal void Append(char unit, int start, int end)
    {
        Grow(1);
        _units[Length] = unit;
        (_starts[Length], _ends[Length++]) = (start, end);
    }

    /// <summary>Appends a part of another.</summary>
    internal void Append(AlignedText from, int start, int end)
    {
        int count = end - start;
        Grow(count);
        from._units.AsSpan(start, count).CopyTo(_units.AsSpan(Length));
        from._starts.AsSpan(start, count).CopyTo(_starts.AsSpan(Length));
        from._ends.AsSpan(start, count).CopyTo(_ends.AsSpan(Length));
        Length += count;
    }

    /// <summary>Appends a part of an original text; half of a surrogate pair becomes U+FFFD.</summary>
    internal void Append(string original, int start, int end)
    {
        Grow(end - start);
        for (int at = start; at < end;)
        {
            char unit = original[at];
            if (!char.IsSurrogate(unit)) Append(unit, at, ++at);
            else
            {
                Rune.DecodeFromUtf16(original.AsSpan(at, end - at), out Rune rune, out int length);
                Append(rune, at, at += length);
            }
        }
    }

    private void Grow(int count)
    {
        if (Length + count <= _units.Length) return;
        int size = Math.Max(Length + count, 2 * _units.Length);
        Array.Resize(ref _units, size);
        Array.Resize(ref _starts, size);
        Array.Resize(ref _ends, size);
    }
}
