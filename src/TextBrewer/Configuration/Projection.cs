using System.Text.Json.Serialization;

namespace TextBrewer.Configuration;

/// <summary>
/// A layer on the student's side that gives its features the teacher's width: <c>["linear" | "relu" | "tanh", size in, size out, {
/// optimizer group }]</c>,
/// or <c>"auto"</c>: a linear one where the widths differ, none where they do not.
/// </summary>
/// <param name="Kind">A name of <see cref="ProjectionNames"/>, or <c>auto</c>.</param>
/// <param name="SizeIn">The student's width.</param>
/// <param name="SizeOut">The teacher's width.</param>
[JsonConverter(typeof(ProjectionConverter))]
public sealed record Projection(string Kind, int SizeIn, int SizeOut)
{
    /// <summary>Sizes are read from the models; without options of its own.</summary>
    public static Projection Auto { get; } = new("auto", 0, 0);

    /// <summary>Whether the sizes are read from the models.</summary>
    [JsonIgnore]
    public bool IsAuto => Kind == Auto.Kind;

    /// <summary>Its own learning rate; null: the optimizer's.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Its own weight decay; null: the optimizer's.</summary>
    public double? WeightDecay { get; init; }

    internal IEnumerable<string> Problems(string path, DistillationNames names)
    {
        if (IsAuto) yield break;
        if (!names.Projections.Knows(Kind)) yield return $"{path}: {names.Projections.Unknown(Kind)}";
        if (SizeIn < 1 || SizeOut < 1) yield return $"{path} has sizes {SizeIn} and {SizeOut}; both must be at least 1.";
        if (LearningRate is < 0 or double.NaN) yield return FormattableString.Invariant(
            $"{path} has the lr {LearningRate:R}; it must be 0 or more.");
        if (WeightDecay is < 0 or double.NaN) yield return FormattableString.Invariant(
            $"{path} has the weight_decay {WeightDecay:R}; it must be 0 or more.");
    }
}
