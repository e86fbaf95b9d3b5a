using TextBrewer.Text.Tasks;

namespace TextBrewer.Inference.Pipelines;

/// <summary>What a class of this library reads: the folders of models that give one form of answer, or two.</summary>
/// <param name="Class">The class.</param>
/// <param name="Forms">What the models say about an example.</param>
/// <param name="Values">How many values an output has, by the number of labels and of tokens.</param>
internal sealed record ModelKind(string Class, AnswerForm[] Forms, Func<int, int, int> Values)
{
    internal static readonly ModelKind Classifier = new(
        nameof(TextClassifier),
        [AnswerForm.Label, AnswerForm.Labels],
        (labels, _) => labels);

    internal static readonly ModelKind Regressor = new(nameof(TextRegressor), [AnswerForm.Number], (_, _) => 1);

    internal static readonly ModelKind Tagger = new(
        nameof(TokenTagger),
        [AnswerForm.Tags],
        (labels, tokens) => labels * tokens);

    internal static readonly ModelKind Answerer = new(
        nameof(QuestionAnswerer),
        [AnswerForm.Passage],
        (_, tokens) => tokens);

    internal static readonly ModelKind Chooser = new(
        nameof(MultipleChoiceAnswerer),
        [AnswerForm.Choice],
        (_, _) => 1);

    private static readonly ModelKind[] All = [Classifier, Regressor, Tagger, Answerer, Chooser];

    private readonly TaskAnswers[] _rows = [.. TaskAnswers.All.Where(row => Forms.Contains(row.Form))];

    /// <summary>The tasks of the folders that the class reads.</summary>
    internal IReadOnlyList<string> Tasks => [.. _rows.Select(row => row.Task)];

    /// <summary>The outputs of the models.</summary>
    internal IReadOnlyList<string> Outputs => _rows[0].Outputs;

    /// <summary>The class for a task; null: there is none.</summary>
    internal static string? ClassFor(string task) => All.FirstOrDefault(kind => kind.Tasks.Contains(task))?.Class;
}
