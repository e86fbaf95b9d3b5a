using TextBrewer.Text.Features;

namespace TextBrewer.Recipes.Tasks.Answering;

/// <summary>Answers to a question, best first.</summary>
/// <param name="Question">The question.</param>
/// <param name="Context">The passage.</param>
/// <param name="Answers">The answers.</param>
public sealed record AnswersPrediction(string Question, string Context, IReadOnlyList<AnswerCandidate> Answers) : Prediction
{
    private const int Around = 40;

    internal override PredictionView View => new([Question])
    {
        Columns = [new("answer"), new("probability", IsNumber: true), new("passage")],
        Rows = [.. Answers.Select(answer => (string[])[answer.Text, PredictionView.Number(answer.Probability), Passage(answer)])],
    };

    /// <summary>An answer among what stands around it.</summary>
    private string Passage(AnswerCandidate answer)
    {
        int from = Math.Max(0, answer.Start - Around), to = Math.Min(Context.Length, answer.End + Around);
        // Half a surrogate pair is no character.
        if (from > 0 && char.IsLowSurrogate(Context[from])) from--;
        if (to < Context.Length && char.IsLowSurrogate(Context[to])) to++;
        string before = (from > 0 ? "…" : "") + Context[from..answer.Start];
        string after = Context[answer.End..to] + (to < Context.Length ? "…" : "");
        return $"{before}«{answer.Text}»{after}".ReplaceLineEndings(" ");
    }
}
