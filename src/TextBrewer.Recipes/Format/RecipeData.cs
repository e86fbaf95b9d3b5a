using TextBrewer.Configuration;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Format;

/// <summary>The files of a recipe.</summary>
public sealed record RecipeData
{
    /// <summary>The training data; null for a kind of task that learns from <see cref="Raw"/>.</summary>
    public RecipeTable? Train { get; init; }

    /// <summary>
    /// The dev set, or several under names; null: <see cref="DevShare"/> of the training data, each label alike, the same examples in
    /// every run.
    /// </summary>
    public SingleOrNamed<RecipeTable>? Dev { get; init; }

    /// <summary>
    /// The share of the training data that is kept apart as dev set where none is named; 0: none, all of it is trained on. Null: 0.1, and
    /// no more than 2,000 examples. Fewer than 100 examples are not split.
    /// </summary>
    [AtLeast(0), Below(1)]
    public double? DevShare { get; init; }

    /// <summary>Whether a dev set is there or is to be taken out of the training data.</summary>
    internal bool HasDev => Dev is not null || SplitsDev;

    /// <summary>Whether a dev set is to be taken out of the training data.</summary>
    internal bool SplitsDev => Dev is null && Train is not null && DevShare != 0;

    /// <summary>Further texts, without labels or with them.</summary>
    public IReadOnlyList<RecipeTable> Extra { get; init; } = [];

    /// <summary>Files of plain text, of any size, which are cut into sentences.</summary>
    public IReadOnlyList<RecipeRaw> Raw { get; init; } = [];

    /// <summary>Copies of the training texts with other words, drawn anew each epoch and labelled by the teacher alone.</summary>
    public IReadOnlyList<RecipeAugmentation> Augment { get; init; } = [];
}
