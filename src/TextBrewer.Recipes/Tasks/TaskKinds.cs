using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Answering;
using TextBrewer.Recipes.Tasks.Choosing;
using TextBrewer.Recipes.Tasks.Classifying;
using TextBrewer.Recipes.Tasks.Masking;
using TextBrewer.Recipes.Tasks.Tagging;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Recipes.Tasks;

/// <summary>The kinds of tasks that a recipe can name.</summary>
internal static class TaskKinds
{
    private static readonly string[] TableKeys =
        ["format", "delimiter", "encoding", "text", "pair", "label", "id", "header", "where", "label_names"];

    private static readonly TaskKind[] Known =
    [
        new(TaskNames.Classification, "one class for a text or a pair", settings => new ClassificationTask(settings), Sequence)
        {
            Architecture = SequenceTask.Architecture,
            Over = SequenceClassifier.Over,
            ProblemType = ClassificationTask.ProblemType,
            DataKeys = TableKeys,
            Labels = ClassificationTask.LabelsOf,
            DataForms = [DataForm.Table],
            Examples = SequenceTask.ExamplesOf,
            SplitKeys = ClassificationTask.SplitKeysOf,
        },
        new(TaskNames.MultiLabel, "any number of labels for a text or a pair", settings => new MultiLabelTask(settings), Sequence)
        {
            Architecture = SequenceTask.Architecture,
            Over = SequenceClassifier.Over,
            ProblemType = MultiLabelTask.ProblemType,
            DataKeys = [.. TableKeys, "label_separator", "label_columns"],
            // A softmax teaches the differences between labels alone, and where a label begins to hold would stay open.
            KdLosses = ["bce", "mse"],
            KdLossReason = "which compares classes of which one holds; in a multi_label task each label holds or not",
            Labels = MultiLabelTask.LabelsOf,
            DataForms = [DataForm.Table],
            Examples = SequenceTask.ExamplesOf,
            SplitKeys = MultiLabelTask.SplitKeysOf,
        },
        new(TaskNames.Regression, "a number for a text or a pair", settings => new RegressionTask(settings), Sequence)
        {
            Architecture = SequenceTask.Architecture,
            Over = SequenceClassifier.Over,
            ProblemType = RegressionTask.ProblemType,
            DataKeys = TableKeys,
            // A softmax over one value is always 1: nothing would be learned, and nothing said.
            KdLosses = ["mse"],
            KdLossReason = "which compares classes; a regression has one value",
            DataForms = [DataForm.Table],
            Examples = SequenceTask.ExamplesOf,
            SplitKeys = RegressionTask.SplitKeysOf,
        },
        new(TaskNames.Tagging, "a tag for each word: named entities", settings => new TaggingTask(settings), Tokens)
        {
            Architecture = "ForTokenClassification",
            Over = TokenClassifier.Over,
            DataKeys = ["format", "encoding", "text", "label", "separator"],
            Labels = TaggingTask.LabelsOf,
            DataForms = [DataForm.TaggedWords],
            Examples = TaggingTask.ExamplesOf,
            SplitKeys = TaggingTask.SplitKeysOf,
        },
        new(TaskNames.Answering, "the answer to a question, cut from a passage", settings => new AnsweringTask(settings), Answers)
        {
            Architecture = "ForQuestionAnswering",
            Over = QuestionAnswerer.Over,
            DataKeys = ["scorer"],
            DataForms = [DataForm.Questions],
            Examples = AnsweringTask.ExamplesOf,
            SplitKeys = AnsweringTask.SplitKeysOf,
            Typed = texts => texts.Questions(),
            DefaultLength = 320,
        },
        new(TaskNames.MultipleChoice, "one of several choices for a text", settings => new ChoiceTask(settings), Choices)
        {
            Architecture = "ForMultipleChoice",
            Over = Models.Heads.MultipleChoice.Over,
            DataKeys = ["format", "delimiter", "encoding", "text", "choices", "label", "header", "where", "label_names"],
            DataForms = [DataForm.Choices, DataForm.Table],
            Examples = ChoiceTask.ExamplesOf,
            SplitKeys = ChoiceTask.SplitKeysOf,
            Typed = texts => texts.WithChoices(),
            NoRawText = "plain text has no choices, and a teacher has nothing to choose from",
            ProbeSequences = 3,
        },
        new(TaskNames.MaskedWords, "the masked words of plain text: pre-training", settings => new MaskedTextTask(settings), Words)
        {
            Architecture = "ForMaskedLM",
            Over = MaskedLanguageModel.Over,
            DataKeys = [],
            LearnsRawText = true,
            DataForms = [DataForm.PlainText],
            Examples = MaskedTextTask.ExamplesOf,
            LearnsFromEncoders = true,
        },
    ];

    /// <summary>Every kind of task, in the order in which they are shown.</summary>
    public static IReadOnlyList<TaskKind> All => Known;

    /// <summary>The kind of a name; null: there is none.</summary>
    public static TaskKind? Find(string name) => Known.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The kind of the name.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public static TaskKind Get(string name) =>
        Find(name) ?? throw new ConfigurationException(Unknown(name));

    /// <summary>The kind that a saved model was made for.</summary>
    public static TaskKind Of(EncoderConfig config)
    {
        string architecture = config.Architectures is [{ } first, ..] ? first : "";
        TaskKind? byHead = Known.FirstOrDefault(
            kind => kind.ProblemType is null && architecture.EndsWith(kind.Architecture, StringComparison.Ordinal));
        return byHead ?? Known.First(kind => kind.ProblemType == config.Problem);
    }

    internal static string Unknown(string name)
    {
        string[] names = [.. Known.Select(kind => kind.Name)];
        return $"There is no task '{name}'.{Nearest.Question(name, names)} Known: {string.Join(", ", names)}.";
    }

    /// <summary>
    /// Refuses a model with another kind's head, and one over sequences for another kind of task over sequences: its outputs would be read
    /// as something else.
    /// </summary>
    /// <exception cref="ConfigurationException">The kinds differ.</exception>
    internal static void Check(TaskKind kind, EncoderConfig config, string folder)
    {
        if (config.Architectures is [{ } name, ..] && !name.EndsWith(kind.Architecture, StringComparison.Ordinal)
            && Known.Any(other => name.EndsWith(other.Architecture, StringComparison.Ordinal)))
            throw new ConfigurationException($"'{folder}' is a {Of(config).Name} model ({name} in its config.json), and the task is "
                + $"{kind.Name}.");
        if (kind.ProblemType is not null && Of(config) is { ProblemType: not null } own && own != kind && config.IdToLabel is not null)
            throw new ConfigurationException(
                $"'{folder}' is a {own.Name} model (problem_type and labels in its config.json say so), and the task is {kind.Name}.");
    }

    private static SequenceClassifier Sequence(EncoderConfig config, int? seed) => new(config, seed);

    private static TokenClassifier Tokens(EncoderConfig config, int? seed) => new(config, seed);

    private static QuestionAnswerer Answers(EncoderConfig config, int? seed) => new(config, seed);

    private static MultipleChoice Choices(EncoderConfig config, int? seed) => new(config, seed);

    private static MaskedLanguageModel Words(EncoderConfig config, int? seed) => new(config, seed);
}
