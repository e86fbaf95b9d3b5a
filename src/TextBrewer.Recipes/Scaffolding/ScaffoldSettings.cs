namespace TextBrewer.Recipes.Scaffolding;

/// <summary>What a first recipe is made of: data, and either a teacher or a model.</summary>
public sealed record ScaffoldSettings
{
    /// <summary>The training data.</summary>
    public required string Data { get; init; }

    /// <summary>The folder of a teacher for the data's labels: the recipe distils it. Null: <see cref="Model"/>.</summary>
    public string? Teacher { get; init; }

    /// <summary>The folder of an encoder, which the recipe trains into a teacher. Null: <see cref="Teacher"/>.</summary>
    public string? Model { get; init; }

    /// <summary>The kind of task that a model is trained for; null: what the data look like. A teacher says it itself.</summary>
    public string? Task { get; init; }

    /// <summary>The dev set; null: a tenth of the training data, where there are 100 examples or more.</summary>
    public string? Dev { get; init; }

    /// <summary>The recipe that is written; by default <c>recipe.json</c>, for a model <c>teacher.json</c>.</summary>
    public string Output
    {
        get => field ?? (Model is null ? "recipe.json" : "teacher.json");
        init;
    }

    /// <summary>Whether a recipe that is there is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Where the recipe's run writes to, beside the recipe; a teacher's is another than its student's.</summary>
    internal string Run => $"runs/{Path.GetFileNameWithoutExtension(Data)}{(Model is null ? "" : "-teacher")}";
}
