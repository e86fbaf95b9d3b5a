namespace TextBrewer.Reports.Results;

/// <summary>Copies of training inputs with other words, drawn anew each epoch.</summary>
/// <param name="By">How words are changed, as the recipe names it.</param>
/// <param name="Texts">How many an epoch has.</param>
public sealed record AugmentationFacts(string By, long Texts);
