namespace TextBrewer.Recipes.Tasks.Tagging;

/// <summary>A sentence's words, and where each stands among the tokens.</summary>
/// <param name="Words">The words.</param>
/// <param name="Tags">Their tags in the model's scheme; null: unlabelled.</param>
/// <param name="Places">The first token of each word; −1: cut off.</param>
/// <param name="Input">The tokens.</param>
internal sealed record TaggedText(IReadOnlyList<string> Words, IReadOnlyList<string>? Tags, IReadOnlyList<int> Places, EncodedText Input)
{
    /// <summary>How many words were cut off.</summary>
    public int Cut => Places.Count(place => place < 0);
}
