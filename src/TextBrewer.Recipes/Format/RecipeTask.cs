using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>A task: its labels, data, teachers and tokenizer.</summary>
public sealed record RecipeTask
{
    /// <summary>The kind of task.</summary>
    public string Task { get; init; } = "classification";

    /// <summary>The labels in order; null: the teacher's, else from the training data in ordinal order.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The files of the task.</summary>
    public required RecipeData Data { get; init; }

    /// <summary>How the task's texts become tokens.</summary>
    public RecipeTokenizer Tokenizer { get; init; } = new();

    /// <summary>Which words a masked_lm task masks; null: as BERT does.</summary>
    public RecipeMasking? Masking { get; init; }

    /// <summary>The teacher of the task.</summary>
    public RecipeTeacher? Teacher { get; init; }

    /// <summary>The teachers of the task, where there are several.</summary>
    public IReadOnlyList<RecipeTeacher>? Teachers { get; init; }

    /// <summary>
    /// What is distilled in this task of several; null: what the recipe says. In JSON it names what differs from that, key by key.
    /// </summary>
    public RecipeDistillation? Distillation { get; init; }

    /// <summary>Multiplies the whole loss of this task of several.</summary>
    [Above(0)]
    public double Weight { get; init; } = 1;

    /// <summary>Multiplies this task's share of the batches: it is drawn in proportion to sampling_weight · examples^tau.</summary>
    [Above(0)]
    public double SamplingWeight { get; init; } = 1;

    internal IReadOnlyList<RecipeTeacher> AllTeachers() => Teachers ?? (Teacher is null ? [] : [Teacher]);

    /// <summary>The same task with the engines that were chosen for its teachers.</summary>
    internal RecipeTask WithEngines(IReadOnlyList<string> engines) => this with
    {
        Teacher = Teacher is null ? null : Teacher with { Engine = engines[0] },
        Teachers = Teachers is null ? null : WithEngines(Teachers, engines),
    };

    /// <summary>Teachers with an engine each.</summary>
    internal static IReadOnlyList<RecipeTeacher> WithEngines(IReadOnlyList<RecipeTeacher> teachers, IReadOnlyList<string> engines) =>
        [.. teachers.Zip(engines, (teacher, engine) => teacher with { Engine = engine })];
}
