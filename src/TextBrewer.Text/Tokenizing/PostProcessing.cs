namespace TextBrewer.Text.Tokenizing;

/// <summary>What is done when a text is in pieces.</summary>
/// <param name="Template">Where special tokens stand.</param>
/// <param name="Trim">Takes spaces off the places of tokens; null: they belong to them.</param>
internal sealed record PostProcessing(SequenceTemplate Template, OffsetTrim? Trim);
