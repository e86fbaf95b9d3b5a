namespace TextBrewer.Recipes.Tasks;

/// <summary>Texts that are kept apart from a training, which sees none of them nor their like.</summary>
/// <param name="texts">The texts.</param>
internal sealed class KeptTexts(IReadOnlyList<EncodedText> texts)
{
    private readonly HashSet<UInt128> _keys = [.. texts.Select(text => text.Key())];

    /// <summary>The texts.</summary>
    internal IReadOnlyList<EncodedText> Texts => texts;

    /// <summary>Whether a model would see the same in a text as in one of these.</summary>
    internal bool Contains(EncodedText text) => _keys.Contains(text.Key());

    /// <summary>Those of others that are not among them, in their order.</summary>
    internal IReadOnlyList<EncodedText> Without(IReadOnlyList<EncodedText> all) =>
        new ChosenTexts(all, [.. Enumerable.Range(0, all.Count).Where(place => !Contains(all[place]))]);
}
