namespace TextBrewer.Recipes.Scaffolding;

/// <summary>What a first recipe is made of.</summary>
public sealed record ScaffoldSettings
{
    /// <summary>The training data.</summary>
    public required string Data { get; init; }

    /// <summary>The teacher's folder.</summary>
    public required string Teacher { get; init; }

    /// <summary>The dev set; null: a tenth of the training data.</summary>
    public string? Dev { get; init; }

    /// <summary>The recipe that is written.</summary>
    public string Output { get; init; } = "recipe.json";

    /// <summary>Whether a recipe that is there is replaced.</summary>
    public bool Force { get; init; }
}
