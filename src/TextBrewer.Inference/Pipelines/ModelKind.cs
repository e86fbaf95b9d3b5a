namespace TextBrewer.Inference.Pipelines;

/// <summary>What a class of this library reads.</summary>
/// <param name="Class">The class.</param>
/// <param name="Tasks">The tasks of its folders.</param>
/// <param name="Outputs">The model's outputs.</param>
/// <param name="Values">How many values an output has, by the number of labels and of tokens.</param>
internal sealed record ModelKind(string Class, string[] Tasks, string[] Outputs, Func<int, int, int> Values)
{
    private static readonly string[] Logits = ["logits"];

    internal static readonly ModelKind Classifier = new(
        nameof(TextClassifier),
        ["classification", "multi_label"],
        Logits,
        (labels, _) => labels);

    internal static readonly ModelKind Regressor = new(nameof(TextRegressor), ["regression"], Logits, (_, _) => 1);

    internal static readonly ModelKind Tagger = new(nameof(TokenTagger), ["tagging"], Logits, (labels, tokens) => labels * tokens);

    internal static readonly ModelKind Answerer = new(
        nameof(QuestionAnswerer),
        ["qa"],
        ["start_logits", "end_logits"],
        (_, tokens) => tokens);

    internal static readonly ModelKind Chooser = new(nameof(MultipleChoiceAnswerer), ["multiple_choice"], Logits, (_, _) => 1);

    private static readonly ModelKind[] All = [Classifier, Regressor, Tagger, Answerer, Chooser];

    /// <summary>The class for a task; null: there is none.</summary>
    internal static string? ClassFor(string task) => All.FirstOrDefault(kind => kind.Tasks.Contains(task))?.Class;
}
