namespace TextBrewer.Recipes.Quickstart;

/// <summary>A sentence of the corpus and its class.</summary>
internal sealed record QuickstartSentence(string Text, string Label);
