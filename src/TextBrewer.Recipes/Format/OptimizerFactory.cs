using TextBrewer.Torch.Optimizers;

namespace TextBrewer.Recipes.Format;

/// <summary>Makes an optimizer.</summary>
/// <param name="groups">What it trains.</param>
/// <param name="learningRate">The learning rate of groups that have none of their own.</param>
/// <param name="weightDecay">The weight decay of groups that have none of their own.</param>
public delegate IOptimizer OptimizerFactory(IReadOnlyList<ParameterGroup> groups, double learningRate, double weightDecay);
