using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Answering;
using TextBrewer.Recipes.Tasks.Choosing;
using TextBrewer.Recipes.Tasks.Classifying;
using TextBrewer.Recipes.Tasks.Tagging;
using TextBrewer.Text.Features;
using TextBrewer.Text.Files;
using TextBrewer.Text.Reading;

namespace TextBrewer.Recipes.Tasks;

/// <summary>The kinds of tasks that a recipe can name.</summary>
public static class TaskKinds
{
    private static readonly TaskKind[] Known =
    [
        new("classification", "one class for a text or a pair", settings => new ClassificationTask(settings), Sequence) {
            Labels = ClassLabels,
            SharesEncoder = true },
        new("multi_label", "any number of labels for a text or a pair", settings => new MultiLabelTask(settings), Sequence) {
            Labels = SeveralLabels,
            SharesEncoder = true },
        new("regression", "a number for a text or a pair", settings => new RegressionTask(settings), Sequence) { SharesEncoder = true },
        new(
            "tagging",
            "a tag for each word: named entities",
            settings => new TaggingTask(settings),
            (config, seed) => new TokenClassifier(config, seed)) { Labels = TagLabels, HasColumns = false },
        new(
            "qa",
            "the answer to a question, cut from a passage",
            settings => new AnsweringTask(settings),
            (config, seed) => new QuestionAnswerer(config, seed)) {
                HasColumns = false,
                HasWindows = true,
                DefaultLength = 320,
                Outputs = ModelOutputs.StartAndEnd },
        new(
            "multiple_choice",
            "one of several choices for a text",
            settings => new ChoiceTask(settings),
            (config, seed) => new MultipleChoice(config, seed)),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TaskKind> All => Known;

    /// <summary>The kind of a name; null: there is none.</summary>
    public static TaskKind? Find(string name) => Known.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The kind of the name.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public static TaskKind Get(string name) => Find(name)
        ?? throw new ConfigurationException($"There is no task '{name}'. Did you mean '{Nearest.To(name, Known.Select(k => k.Name))}'? "
            + $"Known: {string.Join(", ", Known.Select(k => k.Name))}.");

    /// <summary>The kind that a saved model was made for.</summary>
    public static TaskKind Of(EncoderConfig config)
    {
        string architecture = config.Architectures is [{ } first, ..] ? first : "";
        return Get(architecture.EndsWith("ForTokenClassification", StringComparison.Ordinal) ? "tagging"
            : architecture.EndsWith("ForQuestionAnswering", StringComparison.Ordinal) ? "qa"
            : architecture.EndsWith("ForMultipleChoice", StringComparison.Ordinal) ? "multiple_choice"
            : config.Problem switch { "multi_label_classification" => "multi_label", "regression" => "regression", _ => "classification" });
    }

    /// <summary>
    /// Refuses a model over sequences for another kind of task over sequences: its outputs would be read as something else.
    /// </summary>
    /// <exception cref="ConfigurationException">The kinds differ.</exception>
    internal static void Check(TaskKind kind, EncoderConfig config, string folder)
    {
        if (kind.SharesEncoder && Of(config) is { SharesEncoder: true } own && own != kind && config.IdToLabel is not null)
            throw new ConfigurationException(
                $"'{folder}' is a {own.Name} model (problem_type and labels in its config.json say so), and the task is {kind.Name}.");
    }

    private static SequenceClassifier Sequence(EncoderConfig config, int? seed) => new(config, seed);

    private static IReadOnlyList<string> ClassLabels(RecipeTable table) =>
        LabelSet.Of(TableReader.Read(table.Path, table.Options(labelled: true)).Examples, table.Path).Names;

    private static string[] SeveralLabels(RecipeTable table) => table.LabelColumns is { } columns
        ? [.. columns.Select(column => table.LabelNames?.GetValueOrDefault(column, column) ?? column)]
        : Found([.. TableReader.Read(table.Path, table.SeveralLabels(labelled: true)).Examples.SelectMany(e => e.Labels ?? []).Distinct()
            .Order(StringComparer.Ordinal)], table.Path);

    private static string[] TagLabels(RecipeTable table) =>
        Found([.. TagNames.Of(
            [.. TaggedReader.Read(table.Path, table.Tagging(labelled: true)).Examples.Select(e => e.Tags)
                .OfType<IReadOnlyList<string>>()])], table.Path);

    private static string[] Found(string[] labels, string path) =>
        labels.Length >= 2 ? labels : throw new InvalidDataException($"'{path}' has {labels.Length} different labels; two are the least.");
}
