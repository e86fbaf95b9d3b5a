using System.Text.Json.Serialization;
using TextBrewer.Losses;
using TextBrewer.Matching;

namespace TextBrewer.Configuration;

/// <summary>One loss between a feature of the teacher and a feature of the student: TextBrewer's <c>IntermediateMatch</c>.</summary>
public sealed record IntermediateMatch
{
    /// <summary>The teacher's layer, or the two layers of a relation; negative counts from the end.</summary>
    [JsonPropertyName("layer_T")]
    public required LayerIndices TeacherLayer { get; init; }

    /// <summary>The student's layer, likewise.</summary>
    [JsonPropertyName("layer_S")]
    public required LayerIndices StudentLayer { get; init; }

    /// <summary><c>hidden</c>, <c>attention</c>, <c>attention_scores</c>, <c>query</c>, <c>key</c> or <c>value</c>.</summary>
    public required string Feature { get; init; }

    /// <summary>The loss between the two.</summary>
    public required Named Loss { get; init; }

    /// <summary>Its weight.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>A linear map of the student's feature to the teacher's width; null: none.</summary>
    public Projection? Proj { get; init; }

    /// <summary>The name under which the unweighted value is logged, TextBrewer's.</summary>
    [JsonIgnore]
    public string ScalarName => $"unweighted_{Feature}_{Loss.Name}_{StudentLayer}_{TeacherLayer}";

    internal IEnumerable<string> Problems(string path, IReadOnlyCollection<string> ownLosses)
    {
        if (!Enum.GetNames<Feature>().Select(FeatureNames.Of).Contains(Feature, StringComparer.Ordinal))
            yield return $"{path}.feature is '{Feature}'; use one of {string.Join(", ", Enum.GetNames<Feature>().Select(FeatureNames.Of))}.";
        if (!ownLosses.Contains(Loss.Name))
        {
            if (!LossNames.Match.Knows(Loss.Name))
                yield return $"{path}.loss: {LossNames.Match.Unknown(Loss.Name)}";
            else if (LossNames.Match.Make(Loss).Layers is int layers && (TeacherLayer.Count != layers || StudentLayer.Count != layers))
                yield return $"{path}: the loss '{Loss.Name}' takes {layers} layer(s) a side, but layer_T has {TeacherLayer.Count} and layer_S has {StudentLayer.Count}.";
        }
        if (!double.IsFinite(Weight) || Weight < 0) yield return $"{path}.weight is {Weight:R}; it must be 0 or more.";
        if (Proj is not null && (Proj.SizeIn < 1 || Proj.SizeOut < 1)) yield return $"{path}.proj has sizes {Proj.SizeIn} and {Proj.SizeOut}; both must be at least 1.";
    }
}
