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

    /// <summary>Learning rate of the projection's optimizer group; null: the optimizer's.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Weight decay of the projection's optimizer group; null: the optimizer's.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>
    /// Its own values of the optimizer's other options, by name: <c>beta1</c> and <c>beta2</c> (JSON's <c>betas</c>), <c>eps</c>,
    /// <c>momentum</c>. What the optimizer does not know is refused when the run begins.
    /// </summary>
    public IReadOnlyDictionary<string, double> Options { get; init; } = new Dictionary<string, double>();

    /// <inheritdoc/>
    public bool Equals(Projection? other) =>
        other is not null && (Kind, SizeIn, SizeOut, LearningRate, WeightDecay)
            == (other.Kind, other.SizeIn, other.SizeOut, other.LearningRate, other.WeightDecay)
        && Options.Count == other.Options.Count
        && Options.All(option => other.Options.TryGetValue(option.Key, out double value) && value.Equals(option.Value));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, SizeIn, SizeOut, LearningRate, WeightDecay, Options.Count);

    internal IEnumerable<string> Problems(string path, DistillationNames names)
    {
        if (IsAuto) yield break;
        if (!names.Projections.Knows(Kind)) yield return $"{path}: {names.Projections.Unknown(Kind)}";
        if (SizeIn < 1 || SizeOut < 1) yield return $"{path} has sizes {SizeIn} and {SizeOut}; both must be at least 1.";
        if (LearningRate is < 0 or double.NaN) yield return FormattableString.Invariant(
            $"{path} has the lr {LearningRate:R}; it must be 0 or more.");
        foreach ((string name, double value) in Options)
            if (!double.IsFinite(value) || value < 0)
                yield return FormattableString.Invariant($"{path} has the {name} {value:R}; it must be 0 or more.");
        if (WeightDecay is < 0 or double.NaN) yield return FormattableString.Invariant(
            $"{path} has the weight_decay {WeightDecay:R}; it must be 0 or more.");
    }
}
