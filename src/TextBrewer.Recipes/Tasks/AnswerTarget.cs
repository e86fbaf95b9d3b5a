namespace TextBrewer.Recipes.Tasks;

/// <summary>Where the answer stands in a window of a passage.</summary>
/// <param name="Start">The token it starts with; −1: the window does not hold all of it.</param>
/// <param name="End">The token it ends with.</param>
/// <param name="First">The first token of the passage.</param>
/// <param name="Last">The last token of the passage; before <paramref name="First"/>: there is none.</param>
internal sealed record AnswerTarget(int Start, int End, int First, int Last) : Target
{
    /// <inheritdoc/>
    public override bool IsLabelled => Start >= 0;

    internal override void Pack(PackedWriter writer)
    {
        writer.Signed(Start);
        writer.Signed(End);
        writer.Signed(First);
        writer.Signed(Last);
    }

    internal override Target Unpack(ref PackedReader reader) =>
        new AnswerTarget(reader.Signed(), reader.Signed(), reader.Signed(), reader.Signed());

    /// <summary>The passage.</summary>
    internal override IEnumerable<int> Positions => [First, Last];
}
