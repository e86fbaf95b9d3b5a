using System.Text.Json;
using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Running;

/// <summary>What a recipe's JSON says; read by <see cref="RecipeFile"/>, which has checked it.</summary>
public sealed record Recipe
{
    public int Format { get; init; } = 1;

    public string Task { get; init; } = "classification";

    /// <summary>The labels in order; null: the teacher's, else from the training data in ordinal order.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    public required RecipeData Data { get; init; }

    public RecipeTokenizer Tokenizer { get; init; } = new();

    public RecipeModel? Teacher { get; init; }

    public RecipeModel? Student { get; init; }

    /// <summary>What <c>train</c> trains, in place of teacher and student.</summary>
    public RecipeModel? Model { get; init; }

    public RecipeTraining Training { get; init; } = new();

    /// <summary>TextBrewer's <c>DistillationConfig</c>.</summary>
    public DistillationConfig Distillation { get; init; } = new();

    /// <summary>The text of this recipe with everything resolved.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecipeFile.Options);
}
