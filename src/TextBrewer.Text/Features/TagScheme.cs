namespace TextBrewer.Text.Features;

/// <summary>How tags say where an entity begins and ends.</summary>
public enum TagScheme
{
    /// <summary>
    /// I everywhere; B only where an entity follows another of its type without a gap (Ramshaw and Marcus 1995; CoNLL-2003's original
    /// files).
    /// </summary>
    Iob1,

    /// <summary>B for the first word of every entity, I for the rest.</summary>
    Iob2,

    /// <summary>B, I, E for the first, the inner and the last word; S for an entity of one word.</summary>
    Bioes,
}
