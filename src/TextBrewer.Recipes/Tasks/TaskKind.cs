using System.Text.Json.Serialization.Metadata;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Given;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Recipes.Tasks;

/// <summary>A kind of task by its name in a recipe: all that rules, probes and screens need to know about it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Meaning">One line for a person.</param>
/// <param name="Make">Makes the task.</param>
/// <param name="Head">Makes a model with the kind's head, its weights random.</param>
internal sealed record TaskKind(string Name, string Meaning, Func<TaskSettings, TextTask> Make, Func<EncoderConfig, int?, TaskModel> Head)
{
    // What every file may say of itself.
    private static readonly string[] KeysOfAll = ["path", "limit", "labelled"];

    /// <summary>How the name of a saved model's architecture ends, as transformers has it.</summary>
    public required string Architecture { get; init; }

    /// <summary>What <c>problem_type</c> in <c>config.json</c> is where several kinds share the architecture; null: none does.</summary>
    public string? ProblemType { get; init; }

    /// <summary>Makes the kind's head, its weights random, over an encoder that other tasks share.</summary>
    public required Func<Encoder, EncoderConfig, int?, TaskModel> Over { get; init; }

    /// <summary>The keys of a data file, as a recipe has them, that mean something for the kind.</summary>
    public required IReadOnlyList<string> DataKeys { get; init; }

    /// <summary>What its data files look like.</summary>
    public required IReadOnlyList<DataForm> DataForms { get; init; }

    /// <summary>The KD losses that suit the kind's logits; null: all.</summary>
    public IReadOnlyList<string>? KdLosses { get; init; }

    /// <summary>Why other KD losses do not suit: the end of a sentence that names one.</summary>
    public string KdLossReason { get; init; } = "which does not suit the task";

    /// <summary>The KD loss where a recipe names none.</summary>
    public string DefaultKdLoss => KdLosses?[0] ?? "ce";

    /// <summary>Finds the labels of a training file, in ordinal order; null: the kind has no labels of its own.</summary>
    public Func<RecipeTable, IReadOnlyList<string>>? Labels { get; init; }

    /// <summary>The examples of a file as texts, with their names where they have some: before a tokenizer is known.</summary>
    public required Func<RecipeTable, IEnumerable<GivenAnswer>> Examples { get; init; }

    /// <summary>
    /// What decides which examples of a file become a dev set, in the order of <see cref="Examples"/>; none: its files are not split.
    /// </summary>
    public Func<RecipeTable, IEnumerable<SplitKey>> SplitKeys { get; init; } = _ => [];

    /// <summary>Makes inputs of the texts that a person types.</summary>
    public Func<TypedTexts, IReadOnlyList<PredictionInput>> Typed { get; init; } = texts => texts.TextsOrPairs();

    /// <summary>The longest sequence of tokens where nobody says it.</summary>
    public int DefaultLength { get; init; } = 128;

    /// <summary>How many sequences of tokens an example is made of where there are no data to say it.</summary>
    public int ProbeSequences { get; init; } = 1;

    /// <summary>The names of the outputs that are logits, as Optimum has them.</summary>
    public IReadOnlyList<string> Outputs => Answers.Outputs;

    /// <summary>Whether long texts are read in windows.</summary>
    public bool HasWindows => Form == AnswerForm.Passage;

    /// <summary>Whether it is trained on plain text, <c>data.raw</c>, in place of <c>data.train</c>.</summary>
    public bool LearnsRawText { get; init; }

    /// <summary>Whether a teacher may be an encoder without the kind's head: what is inside of it teaches then, and no logits.</summary>
    public bool LearnsFromEncoders { get; init; }

    /// <summary>Why plain text cannot be learned from beside the training data: the end of a sentence; null: it can.</summary>
    public string? NoRawText { get; init; }

    /// <summary>Whether its tables have a column of texts, and maybe one of second texts; others have columns of their own.</summary>
    internal bool HasTextColumns => DataKeys.Contains("pair");

    /// <summary>What an answer is.</summary>
    internal AnswerForm Form => Answers.Form;

    /// <summary>Whether a file of answers can be the teacher.</summary>
    /// <param name="perToken">Whether these are one for each token.</param>
    internal bool IsAnsweredElsewhere(out bool perToken)
    {
        perToken = Form is AnswerForm.Tags or AnswerForm.Passage;
        return Form != AnswerForm.Words;
    }

    private TaskAnswers Answers => TaskAnswers.Find(Name)!;

    /// <summary>The files that it is trained on, each with its place in a recipe below the task's.</summary>
    internal IReadOnlyList<(RecipeTable Table, string Key)> TrainingFiles(RecipeData data) => LearnsRawText
        ? [.. data.Raw.Select((raw, i) => (raw.ToTable(), $"data.raw[{i}]"))]
        : data.Train is { } train ? [(train, "data.train")] : [];

    /// <summary>Every key of a data file that is set and has no meaning for the kind, each a sentence.</summary>
    /// <param name="table">The file.</param>
    /// <param name="path">What stands before a key: a JSON path with a point, a file's name.</param>
    internal IEnumerable<string> Misplaced(RecipeTable table, string path) =>
        from property in RecipeJson.Options.GetTypeInfo(typeof(RecipeTable)).Properties
        where property.Get?.Invoke(table) is not null && !KeysOfAll.Contains(property.Name) && !DataKeys.Contains(property.Name)
        select $"{path}{property.Name} means nothing for a {Name} task; leave it out. Its keys: {string.Join(", ", DataKeys)}.";
}
