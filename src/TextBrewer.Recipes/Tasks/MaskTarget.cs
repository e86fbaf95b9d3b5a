namespace TextBrewer.Recipes.Tasks;

/// <summary>The tokens to be guessed; none of a text whose masks are not drawn yet.</summary>
/// <param name="Places">Where they stand, in ascending order.</param>
/// <param name="Tokens">Which they are; −1: nobody knows.</param>
internal sealed record MaskTarget(int[] Places, int[] Tokens) : Target
{
    /// <summary>What stands where a text has fewer tokens to be guessed than another of its batch.</summary>
    public const int None = -100;

    /// <summary>No token.</summary>
    internal static MaskTarget Undrawn { get; } = new([], []);

    /// <summary>Text is its own label.</summary>
    public override bool IsLabelled => true;

    internal override void Pack(PackedWriter writer)
    {
        writer.Unsigned(Places.Length);
        foreach (int place in Places) writer.Unsigned(place);
        foreach (int token in Tokens) writer.Signed(token);
    }

    internal override Target Unpack(ref PackedReader reader)
    {
        int count = reader.Unsigned();
        if (count == 0) return Undrawn;
        int[] places = new int[count], tokens = new int[count];
        for (int i = 0; i < count; i++) places[i] = reader.Unsigned();
        for (int i = 0; i < count; i++) tokens[i] = reader.Signed();
        return new MaskTarget(places, tokens);
    }

    internal override IEnumerable<int> Positions => Places;
}
