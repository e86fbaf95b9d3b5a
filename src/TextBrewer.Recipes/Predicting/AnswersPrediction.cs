using TextBrewer.Text.Features;

namespace TextBrewer.Recipes.Predicting;

/// <summary>Answers to a question, best first.</summary>
/// <param name="Question">The question.</param>
/// <param name="Context">The passage.</param>
/// <param name="Answers">The answers.</param>
public sealed record AnswersPrediction(string Question, string Context, IReadOnlyList<AnswerCandidate> Answers) : Prediction;
