using TextBrewer.Text.Files;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Inference.Pipelines;

/// <summary>What a class of this library reads.</summary>
/// <param name="Class">The class.</param>
/// <param name="Tasks">The tasks of the folders that it reads.</param>
/// <param name="Outputs">The model's outputs.</param>
/// <param name="Values">How many values an output has, by the number of labels and of tokens.</param>
internal sealed record ModelKind(string Class, string[] Tasks, IReadOnlyList<string> Outputs, Func<int, int, int> Values)
{
    internal static readonly ModelKind Classifier = new(
        nameof(TextClassifier),
        [TaskNames.Classification, TaskNames.MultiLabel],
        ModelOutputs.Logits,
        (labels, _) => labels);

    internal static readonly ModelKind Regressor = new(nameof(TextRegressor), [TaskNames.Regression], ModelOutputs.Logits, (_, _) => 1);

    internal static readonly ModelKind Tagger = new(
        nameof(TokenTagger),
        [TaskNames.Tagging],
        ModelOutputs.Logits,
        (labels, tokens) => labels * tokens);

    internal static readonly ModelKind Answerer = new(
        nameof(QuestionAnswerer),
        [TaskNames.Answering],
        ModelOutputs.StartAndEnd,
        (_, tokens) => tokens);

    internal static readonly ModelKind Chooser = new(
        nameof(MultipleChoiceAnswerer),
        [TaskNames.MultipleChoice],
        ModelOutputs.Logits,
        (_, _) => 1);

    private static readonly ModelKind[] All = [Classifier, Regressor, Tagger, Answerer, Chooser];

    /// <summary>The class for a task; null: there is none.</summary>
    internal static string? ClassFor(string task) => All.FirstOrDefault(kind => kind.Tasks.Contains(task))?.Class;
}
