using System.Globalization;
using System.Text.Json.Serialization;
using TextBrewer.Adaptors;
using TextBrewer.Losses;
using TextBrewer.Naming;

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

    /// <summary>A map of the student's feature to the teacher's width; null: none.</summary>
    public Projection? Proj { get; init; }

    /// <summary>With several teachers: which one, counted from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Teacher { get; init; }

    /// <summary>
    /// The name under which the unweighted value is logged: TextBrewer's, with the teacher at the end where that is not the first.
    /// </summary>
    [JsonIgnore]
    public string ScalarName => $"unweighted_{Feature}_{Loss.Name}_{StudentLayer}_{TeacherLayer}{(Teacher == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"_teacher{Teacher}"))}";

    internal IEnumerable<string> Problems(string path, IReadOnlyCollection<string> ownLosses)
    {
        if (!FeatureNames.All.Contains(Feature, StringComparer.Ordinal))
            yield return $"{path}.feature is '{Feature}'; use one of {string.Join(", ", FeatureNames.All)}.";
        if (!ownLosses.Contains(Loss.Name))
        {
            if (LossNames.Match.Problem(Loss) is { } problem)
                yield return $"{path}.loss: {problem}";
            else if (LossNames.Match.Make(Loss).Layers is int layers && (TeacherLayer.Count != layers || StudentLayer.Count != layers))
                yield return $"{path}: the loss '{Loss.Name}' takes {layers} layer{(layers == 1 ? "" : "s")} a side, but layer_T has "
                    + $"{TeacherLayer.Count} and layer_S has {StudentLayer.Count}.";
        }
        else if (TeacherLayer.Count == 0 || StudentLayer.Count == 0)
        {
            yield return $"{path}: layer_T has {TeacherLayer.Count} layers and layer_S has {StudentLayer.Count}; name at least one a side.";
        }
        if (!double.IsFinite(Weight) || Weight < 0) yield return FormattableString.Invariant(
            $"{path}.weight is {Weight:R}; it must be 0 or more.");
        if (Teacher < 0) yield return $"{path}.teacher is {Teacher}; teachers are counted from 0.";
        foreach (string problem in Proj?.Problems($"{path}.proj") ?? []) yield return problem;
    }
}
