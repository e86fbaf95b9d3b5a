namespace TextBrewer.Inference.Inputs;

/// <summary>A question about a passage.</summary>
/// <param name="Text">The question.</param>
/// <param name="Passage">The passage that holds the answer.</param>
public readonly record struct Question(string Text, string Passage);
