namespace TextBrewer.Text.Features;

/// <summary>Reads entities out of a sentence's tags as seqeval 1.2 does it, so that scores compare with published ones.</summary>
public static class Entities
{
    /// <summary>
    /// The lenient reading, seqeval's default (conlleval's rules): IOB1, IOB2 and BIOES in any mixture. A change of type begins an entity
    /// even without a B.
    /// </summary>
    public static IReadOnlyList<Entity> Of(IReadOnlyList<string> tags)
    {
        List<Entity> entities = [];
        (char Prefix, string Type) before = ('O', "");
        int start = 0;
        for (int i = 0; i <= tags.Count; i++)
        {
            (char Prefix, string Type) tag = i < tags.Count ? Lenient(tags[i]) : ('O', "_");
            if (Ends(before, tag)) entities.Add(new Entity(before.Type, start, i));
            if (Starts(before, tag)) start = i;
            before = tag;
        }
        return entities;
    }

    /// <summary>seqeval's <c>mode="strict"</c>: only what is an entity to the letter of the scheme.</summary>
    /// <exception cref="ArgumentException">A tag is none of the scheme's.</exception>
    public static IReadOnlyList<Entity> Strict(IReadOnlyList<string> tags, TagScheme scheme)
    {
        StrictScheme rules = StrictScheme.Of(scheme);
        (char Prefix, string Type)[] all = [.. tags.Select(rules.Read), ('O', "_")];
        List<Entity> entities = [];
        (char Prefix, string Type) before = ('O', "_");
        for (int i = 0; i < all.Length;)
        {
            int end = i + 1;
            if (rules.Starts(before, all[i]))
            {
                while (end < all.Length && rules.Continues(all[end - 1], all[end])) end++;
                if (rules.Ends(all[end - 1], all[end])) entities.Add(new Entity(all[i].Type, i, end));
            }
            i = end;
            before = all[i - 1];
        }
        return entities;
    }

    /// <summary>
    /// What stands before the first hyphen is dropped, so that <c>B-creative-work</c> is a creative-work; a bare <c>B</c> has the type
    /// <c>_</c>.
    /// </summary>
    internal static (char Prefix, string Type) Lenient(string tag)
    {
        if (tag.Length == 0) return ('O', "_");
        int hyphen = tag.IndexOf('-', 1);
        string type = tag[(hyphen < 0 ? 1 : hyphen + 1)..];
        return (tag[0], type.Length == 0 ? "_" : type);
    }

    private static bool Ends((char Prefix, string Type) before, (char Prefix, string Type) tag) => before.Prefix switch
    {
        'E' or 'S' => true,
        'B' or 'I' when tag.Prefix is 'B' or 'S' or 'O' => true,
        'O' or '.' => false,
        _ => before.Type != tag.Type,
    };

    private static bool Starts((char Prefix, string Type) before, (char Prefix, string Type) tag) => tag.Prefix switch
    {
        'B' or 'S' => true,
        'E' or 'I' when before.Prefix is 'E' or 'S' or 'O' => true,
        'O' or '.' => false,
        _ => before.Type != tag.Type,
    };
}
