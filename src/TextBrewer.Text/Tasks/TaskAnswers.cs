using TextBrewer.Text.Files;

namespace TextBrewer.Text.Tasks;

/// <summary>What the models of a kind of task answer: a row for each kind.</summary>
/// <param name="Task">The kind's name in recipes and in <c>textbrewer.json</c>.</param>
/// <param name="Form">What a model says about an example.</param>
/// <param name="Outputs">The names of the outputs that are its logits, as Optimum has them.</param>
internal sealed record TaskAnswers(string Task, AnswerForm Form, IReadOnlyList<string> Outputs)
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<TaskAnswers> All { get; } =
    [
        new(TaskNames.Classification, AnswerForm.Label, ModelOutputs.Logits),
        new(TaskNames.MultiLabel, AnswerForm.Labels, ModelOutputs.Logits),
        new(TaskNames.Regression, AnswerForm.Number, ModelOutputs.Logits),
        new(TaskNames.Tagging, AnswerForm.Tags, ModelOutputs.Logits),
        new(TaskNames.Answering, AnswerForm.Passage, ModelOutputs.StartAndEnd),
        new(TaskNames.MultipleChoice, AnswerForm.Choice, ModelOutputs.Logits),
        new(TaskNames.MaskedWords, AnswerForm.Words, ModelOutputs.Logits),
    ];

    /// <summary>The row of a kind; null: this version knows no such kind.</summary>
    public static TaskAnswers? Find(string task) => All.FirstOrDefault(row => row.Task == task);
}
