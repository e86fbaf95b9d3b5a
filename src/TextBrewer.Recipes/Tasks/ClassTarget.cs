namespace TextBrewer.Recipes.Tasks;

/// <summary>One class of several, or one choice.</summary>
/// <param name="Label">Its index; −1: unlabelled.</param>
internal sealed record ClassTarget(int Label) : Target
{
    /// <inheritdoc/>
    public override bool IsLabelled => Label >= 0;

    /// <summary>The labels of a batch, (batch).</summary>
    internal static LabelArray Labels(IReadOnlyList<EncodedText> texts) =>
        new(texts.Select(text => (long)((ClassTarget)text.Target).Label).ToArray(), texts.Count);

    internal override IEnumerable<int> Classes => IsLabelled ? [Label] : [];

    internal override void Pack(PackedWriter writer) => writer.Signed(Label);

    internal override Target Unpack(ref PackedReader reader) => new ClassTarget(reader.Signed());
}
