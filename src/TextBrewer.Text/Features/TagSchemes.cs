namespace TextBrewer.Text.Features;

/// <summary>Tells tag schemes apart and turns one into another. BILOU and BMES (L, U, M, W) are BIOES under other names.</summary>
public static class TagSchemes
{
    /// <summary>
    /// Which scheme sentences are tagged in. Where entities begin with I as well as with a B that IOB1 would not write, the more frequent
    /// way decides.
    /// </summary>
    /// <exception cref="InvalidDataException">A tag is of no scheme, like <c>PER</c> or <c>0</c>.</exception>
    public static TagScheme Detect(IEnumerable<IReadOnlyList<string>> sentences)
    {
        long bare = 0, marked = 0; // entities that begin with I, and those with a B that IOB1 has no need of
        foreach (IReadOnlyList<string> sentence in sentences)
        {
            (char Prefix, string Type) before = ('O', "_");
            foreach (string text in sentence)
            {
                (char Prefix, string Type) tag = Normalized(text);
                if (tag.Prefix is 'E' or 'S') return TagScheme.Bioes;
                bool goesOn = before.Prefix != 'O' && before.Type == tag.Type;
                if (tag.Prefix == 'I' && !goesOn) bare++;
                if (tag.Prefix == 'B' && !goesOn) marked++;
                before = tag;
            }
        }
        return bare > marked ? TagScheme.Iob1 : TagScheme.Iob2;
    }

    /// <summary>Writes the entities of a sentence's tags in another scheme. A bare <c>B</c> or <c>I</c> stays without a type.</summary>
    /// <param name="tags">A sentence's tags in any scheme.</param>
    /// <param name="to">The scheme to write.</param>
    /// <exception cref="InvalidDataException">A tag is of no scheme, like <c>PER</c> or <c>0</c>.</exception>
    public static IReadOnlyList<string> Convert(IReadOnlyList<string> tags, TagScheme to)
    {
        string[] normalized = [.. tags.Select(Normalized).Select(tag => tag.Prefix == 'O' ? "O" : $"{tag.Prefix}-{tag.Type}")];
        string[] result = new string[tags.Count];
        Array.Fill(result, "O");
        Entity before = new("", -1, -1);
        foreach (Entity entity in Entities.Of(normalized))
        {
            bool follows = before.End == entity.Start && before.Type == entity.Type;
            for (int i = entity.Start; i < entity.End; i++)
            {
                char prefix = Prefix(i == entity.Start, i == entity.End - 1, follows, to);
                result[i] = entity.Type == "_" ? prefix.ToString() : $"{prefix}-{entity.Type}";
            }
            before = entity;
        }
        return result;
    }

    private static char Prefix(bool first, bool last, bool follows, TagScheme to) => to switch
    {
        TagScheme.Iob1 => first && follows ? 'B' : 'I',
        TagScheme.Iob2 => first ? 'B' : 'I',
        _ => (first, last) switch { (true, true) => 'S', (true, false) => 'B', (false, true) => 'E', _ => 'I' },
    };

    private static (char Prefix, string Type) Normalized(string tag)
    {
        if (tag == "O") return ('O', "_");
        if (tag.Length == 0 || (tag.Length > 1 && tag[1] != '-')) throw NoTag(tag);
        char prefix = tag[0] switch { 'B' => 'B', 'I' or 'M' => 'I', 'E' or 'L' => 'E', 'S' or 'U' or 'W' => 'S', _ => throw NoTag(tag) };
        return (prefix, tag.Length > 2 ? tag[2..] : "_");
    }

    private static InvalidDataException NoTag(string tag) =>
        new($"'{tag}' is not an entity's tag: expected are O, and B, I, E or S with a type, like B-PER.");
}
