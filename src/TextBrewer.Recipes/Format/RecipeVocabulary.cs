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

    /// <summary>
    /// How often two pieces have to stand together in the texts to become one: a word that the texts have once is cut as a new one is.
    /// </summary>
    [AtLeast(1)]
    public int MinFrequency { get; init; } = 2;
}
