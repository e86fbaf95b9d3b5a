namespace TextBrewer.Text.Features;

/// <summary>
/// The transitions between two tags that begin, continue and end an entity: seqeval's tables, one row (before, now, of what type) each.
/// </summary>
internal sealed class StrictScheme
{
    private enum Types { Any, Same, Other }

    private readonly string _name;
    private readonly string _prefixes;
    private readonly (string Before, string Now, Types Types)[] _starts, _continues, _ends;

    private StrictScheme(
        string name,
        string prefixes,
        (string, string, Types)[] starts,
        (string, string, Types)[] continues,
        (string, string, Types)[] ends) =>
        (_name, _prefixes, _starts, _continues, _ends) = (name, prefixes, starts, continues, ends);

    private static readonly StrictScheme Iob1 = new("IOB1", "IOB",
        [("O", "I", Types.Any), ("I", "I", Types.Other), ("B", "I", Types.Any), ("IB", "B", Types.Same)],
        [("BI", "I", Types.Same)],
        [("IB", "I", Types.Other), ("IB", "O", Types.Any), ("I", "B", Types.Any), ("B", "B", Types.Same)]);

    private static readonly StrictScheme Iob2 = new("IOB2", "IOB",
        [("IOB", "B", Types.Any)],
        [("BI", "I", Types.Same)],
        [("IB", "OB", Types.Any), ("IB", "I", Types.Other)]);

    private static readonly StrictScheme Bioes = new("BIOES", "IOBES",
        [("IOBES", "BS", Types.Any)],
        [("BI", "IE", Types.Same)],
        [("ES", "IOBES", Types.Any)]);

    internal static StrictScheme Of(TagScheme scheme) => scheme switch { TagScheme.Iob1 => Iob1, TagScheme.Iob2 => Iob2, _ => Bioes };

    internal (char Prefix, string Type) Read(string tag)
    {
        if (tag.Length == 0 || !_prefixes.Contains(tag[0], StringComparison.Ordinal))
            throw new ArgumentException(
                $"'{tag}' is not a tag of {_name}; its tags begin with one of {string.Join(", ", _prefixes.ToCharArray())}.",
                nameof(tag));
        string type = tag[1..].Trim('-');
        return (tag[0], type.Length == 0 ? "_" : type);
    }

    internal bool Starts((char Prefix, string Type) before, (char Prefix, string Type) now) => Holds(_starts, before, now);

    internal bool Continues((char Prefix, string Type) before, (char Prefix, string Type) now) => Holds(_continues, before, now);

    internal bool Ends((char Prefix, string Type) before, (char Prefix, string Type) now) => Holds(_ends, before, now);

    private static bool Holds(
        (string Before, string Now, Types Types)[] rows,
        (char Prefix, string Type) before,
        (char Prefix, string Type) now)
    {
        foreach ((string first, string second, Types types) in rows)
        {
            if (first.Contains(before.Prefix, StringComparison.Ordinal) && second.Contains(now.Prefix, StringComparison.Ordinal)
                && (types == Types.Any || before.Type == now.Type == (types == Types.Same))) return true;
        }
        return false;
    }
}
