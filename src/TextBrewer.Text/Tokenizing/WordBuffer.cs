using System.Text;

namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// A word on its way, with the place of each of its characters in the original. Of a word that is too long for any vocabulary nothing is
/// kept but its place.
/// </summary>
internal sealed class WordBuffer
{
    /// <summary>The most characters of a word that is cut into pieces.</summary>
    internal const int Longest = 100;

    private readonly char[] _text = new char[2 * Longest];
    private readonly (int Start, int End)[] _places = new (int, int)[2 * Longest];
    private int _units;
    private int _characters;

    internal bool IsEmpty => _characters == 0;

    internal bool IsTooLong => _characters > Longest;

    /// <summary>The word; its beginning where it is too long.</summary>
    internal ReadOnlySpan<char> Text => _text.AsSpan(0, _units);

    /// <summary>Where the whole word stands.</summary>
    internal (int Start, int End) Place { get; private set; }

    /// <summary>Where a part of the word stands, by its place in <see cref="Text"/>.</summary>
    internal (int Start, int End) PlaceOf(int from, int to) => (_places[from].Start, _places[to - 1].End);

    internal void Clear() => (_units, _characters) = (0, 0);

    internal void Append(Rune rune, int start, int end)
    {
        Place = (IsEmpty ? start : Place.Start, end);
        if (IsTooLong || ++_characters > Longest) return;
        int next = _units + rune.EncodeToUtf16(_text.AsSpan(_units));
        while (_units < next) _places[_units++] = (start, end);
    }
}
