using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Format;

/// <summary>The files of a recipe.</summary>
public sealed record RecipeData
{
    /// <summary>The training data; null for a kind of task that learns from <see cref="Raw"/>.</summary>
    public RecipeTable? Train { get; init; }

    /// <summary>The dev set, or several under names.</summary>
    public SingleOrNamed<RecipeTable>? Dev { get; init; }

    /// <summary>Further texts, without labels or with them.</summary>
    public IReadOnlyList<RecipeTable> Extra { get; init; } = [];

    /// <summary>Files of plain text, of any size, which are cut into sentences.</summary>
    public IReadOnlyList<RecipeRaw> Raw { get; init; } = [];

    /// <summary>Copies of the training texts with other words, drawn anew each epoch and labelled by the teacher alone.</summary>
    public IReadOnlyList<RecipeAugmentation> Augment { get; init; } = [];
}
