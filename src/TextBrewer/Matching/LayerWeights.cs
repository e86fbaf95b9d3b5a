namespace TextBrewer.Matching;

/// <summary>New weights of layers, which count once their step is taken.</summary>
/// <param name="Name">Where they are kept.</param>
/// <param name="Weights">A weight for each layer, together 1.</param>
internal sealed record LayerWeights(string Name, double[] Weights);
