namespace TextBrewer.Torch.Optimizers;

/// <summary>Parameters that share an optimizer's options.</summary>
public sealed record ParameterGroup(IReadOnlyList<NamedParameter> Parameters)
{
    /// <summary>The group's own learning rate; null: the optimizer's.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The group's own weight decay; null: the optimizer's.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>
    /// The group's own values of the optimizer's other options, by the names that the optimizer has for them: <c>beta1</c>, <c>beta2</c>,
    /// <c>eps</c>, <c>momentum</c>. What is not named is the optimizer's.
    /// </summary>
    public IReadOnlyDictionary<string, double> Options { get; init; } = new Dictionary<string, double>();
}
