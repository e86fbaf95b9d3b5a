namespace TextBrewer.Recipes.Tasks;

/// <summary>A label for the first piece of each word.</summary>
/// <param name="Labels">An index for each token; −1: a word without a tag; −100: not the first piece of a word.</param>
internal sealed record TagTarget(int[] Labels) : Target
{
    /// <summary>What stands where a token is not the first of its word.</summary>
    public const int None = -100;

    /// <summary>What stands at the first token of a word without a tag.</summary>
    public const int Untagged = -1;

    // Changes places with None in a store, where a small number is a short one.
    private const int Short = -2;

    /// <inheritdoc/>
    public override bool IsLabelled => Labels.Any(label => label >= 0);

    internal override IEnumerable<int> Classes => Labels.Where(label => label >= 0);

    internal override void Pack(PackedWriter writer)
    {
        writer.Unsigned(Labels.Length);
        foreach (int label in Labels) writer.Signed(Swapped(label));
    }

    internal override Target Unpack(ref PackedReader reader)
    {
        int[] labels = new int[reader.Unsigned()];
        for (int i = 0; i < labels.Length; i++) labels[i] = Swapped(reader.Signed());
        return new TagTarget(labels);
    }

    private static int Swapped(int label) => label switch
    {
        None => Short,
        Short => None,
        _ => label,
    };

    /// <summary>The first pieces of words.</summary>
    internal override IEnumerable<int> Positions => Enumerable.Range(0, Labels.Length).Where(i => Labels[i] != None);
}
