namespace TextBrewer.Recipes.Tasks;

/// <summary>What is to be learned from an example.</summary>
internal abstract record Target
{
    /// <summary>Whether a label is there: without one, only a teacher can teach.</summary>
    public abstract bool IsLabelled { get; }

    /// <summary>Writes it into a store of many.</summary>
    internal abstract void Pack(PackedWriter writer);

    /// <summary>Reads another one of the same kind from a store.</summary>
    internal abstract Target Unpack(ref PackedReader reader);

    /// <summary>
    /// What of it says which positions a teacher is asked about, for the example's key; the label itself is left out.
    /// </summary>
    internal virtual IEnumerable<int> Positions => [];

    /// <summary>The indices of the classes that it names, to be counted; none where it names none.</summary>
    internal virtual IEnumerable<int> Classes => [];
}
