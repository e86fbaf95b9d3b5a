namespace TextBrewer.Inference.Inputs;

/// <summary>A text and what may go with it.</summary>
/// <param name="Text">The text, or the question.</param>
/// <param name="Choices">Two or more choices.</param>
public readonly record struct ChoiceQuestion(string Text, IReadOnlyList<string> Choices);
