namespace TextBrewer.Recipes.Running;

/// <summary>How text becomes tokens; what is not set is as the teacher's folder says.</summary>
public sealed record RecipeTokenizer
{
    /// <summary>A folder with <c>vocab.txt</c>; null: the teacher's or the model's.</summary>
    public string? Vocabulary { get; init; }

    public int? MaxLength { get; init; }

    public bool? Lowercase { get; init; }
}
