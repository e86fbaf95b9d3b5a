namespace TextBrewer.Torch.Optimizers;

/// <summary>Parameters that share an optimizer's options.</summary>
public sealed record ParameterGroup(IReadOnlyList<NamedParameter> Parameters)
{
    /// <summary>The group's own learning rate; null: the optimizer's.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The group's own weight decay; null: the optimizer's.</summary>
    public double? WeightDecay { get; init; }
}
