using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Tasks.Augmenting;

/// <summary>A way to change the words of examples, by its name in a recipe.</summary>
/// <param name="Name">The name.</param>
/// <param name="Meaning">One line for a person.</param>
/// <param name="Keys">The keys of a recipe that mean something for it, beside <c>by</c> and <c>copies</c>.</param>
/// <param name="Make">
/// Makes it of what a recipe says and of what replaces words; an <see cref="ArgumentException"/> names the key whose value cannot be.
/// </param>
internal sealed record AugmentationKind(
    string Name,
    string Meaning,
    IReadOnlyList<string> Keys,
    Func<RecipeAugmentation, IWordSource, Augmentation> Make)
{
    /// <summary>Opens what replaces words; null: it needs nothing.</summary>
    internal Func<RecipeAugmentation, TextTask, IReadOnlyList<EncodedText>, IWordSource>? Source { get; init; }

    /// <summary>Whether a key of a recipe means something for it.</summary>
    internal bool Knows(string key) => key is "by" or "copies" || Keys.Contains(key);
}
