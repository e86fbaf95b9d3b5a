namespace TextBrewer.Torch.Optimizers;

/// <summary>Parameters with different learning rates.</summary>
public static class RateGroups
{
    /// <summary>
    /// Splits groups further, by a factor on the learning rate of each parameter; weight decay and other options stay as they are, and a
    /// schedule scales all rates alike. Parameters keep their names, so that a saved state fits however they are grouped.
    /// </summary>
    /// <param name="groups">The groups, as <see cref="DecayGroups.Split"/> gives them.</param>
    /// <param name="learningRate">The optimizer's learning rate, which groups have that have none of their own.</param>
    /// <param name="factor">A parameter's name → what its rate is multiplied by: 1 leaves it, 0 keeps the parameter as it is.</param>
    public static IReadOnlyList<ParameterGroup> Split(
        IReadOnlyList<ParameterGroup> groups,
        double learningRate,
        Func<string, double> factor) =>
    [
        .. from @group in groups
           from alike in @group.Parameters.GroupBy(parameter => factor(parameter.Name))
           select @group with
           {
               Parameters = [.. alike],
               LearningRate = alike.Key == 1 ? @group.LearningRate : (@group.LearningRate ?? learningRate) * alike.Key,
           },
    ];
}
