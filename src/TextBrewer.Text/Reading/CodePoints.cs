namespace TextBrewer.Text.Reading;

/// <summary>Places in a text as Python counts them, a character beyond U+FFFF being one, turned into UTF-16 units.</summary>
internal sealed class CodePoints(string text)
{
    private readonly int[]? _units = Units(text);

    /// <summary>The UTF-16 unit before which a number of characters stands; null: the text is shorter.</summary>
    internal int? Utf16(int characters)
    {
        if (characters < 0) return null;
        if (_units is null) return characters <= text.Length ? characters : null;
        return characters < _units.Length ? _units[characters] : null;
    }

    /// <summary>Few texts need the list.</summary>
    private static int[]? Units(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDBFF') < 0) return null;
        List<int> units = [];
        for (int at = 0; at < text.Length; at += char.IsSurrogatePair(text, at) ? 2 : 1) units.Add(at);
        return [.. units, text.Length];
    }
}
