namespace TextBrewer.Recipes.Format;

/// <summary>A task: its labels, data, teachers and tokenizer.</summary>
public sealed record RecipeTask
{
    /// <summary>The kind of task.</summary>
    public string Task { get; init; } = "classification";

    /// <summary>The labels in order; null: the teacher's, else from the training data in ordinal order.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Its files.</summary>
    public required RecipeData Data { get; init; }

    /// <summary>How its texts become tokens.</summary>
    public RecipeTokenizer Tokenizer { get; init; } = new();

    /// <summary>Its teacher.</summary>
    public RecipeTeacher? Teacher { get; init; }

    /// <summary>Its teachers, where there are several.</summary>
    public IReadOnlyList<RecipeTeacher>? Teachers { get; init; }

    internal IReadOnlyList<RecipeTeacher> AllTeachers() => Teachers ?? (Teacher is null ? [] : [Teacher]);
}
