using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>A vocabulary that a student has for itself.</summary>
public sealed record RecipeVocabulary
{
    /// <summary>
    /// How many word pieces are learnt from the task's texts, training, extra and raw, special tokens included; all single characters are
    /// kept even so.
    /// </summary>
    [AtLeast(100)]
    public required int Learn { get; init; }
}
