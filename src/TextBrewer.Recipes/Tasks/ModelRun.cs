namespace TextBrewer.Recipes.Tasks;

/// <summary>Runs a model: for each text, in the order of the texts, the values of each of its logits.</summary>
internal delegate IReadOnlyList<float[][]> ModelRun(IReadOnlyList<EncodedText> texts);
