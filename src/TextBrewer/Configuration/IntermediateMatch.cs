using System.Globalization;
using System.Text.Json.Serialization;
using TextBrewer.Adaptors;
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

    /// <summary>Weight of the match in the total loss.</summary>
    /// <value>0 or more. The default is 1.</value>
    [AtLeast(0)]
    public double Weight { get; init; } = 1;

    /// <summary>A map of the student's feature to the teacher's width; null: none.</summary>
    public Projection? Proj { get; init; }

    /// <summary>Multiplies <see cref="Weight"/> as training goes on; null: it stays as it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Named? WeightScheduler { get; init; }

    /// <summary>With several teachers: which one, counted from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [AtLeast(0)]
    public int Teacher { get; init; }

    /// <summary>
    /// The name under which the unweighted value is logged: TextBrewer's, with the teacher at the end where that is not the first.
    /// </summary>
    [JsonIgnore]
    public string ScalarName
    {
        get
        {
            string teacher = Teacher == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"_teacher{Teacher}");
            return $"unweighted_{Feature}_{Loss.Name}_{StudentLayer}_{TeacherLayer}{teacher}";
        }
    }

    internal IEnumerable<string> Problems(string path, DistillationNames names)
    {
        if (Features.Find(Feature) is null) yield return $"{path}.feature is '{Feature}'; use one of {string.Join(", ", Features.Names)}.";
        if (names.MatchLosses.Problem(Loss) is { } problem)
            yield return $"{path}.loss: {problem}";
        else if (names.MatchLosses.Make(Loss).Layers is int layers && (TeacherLayer.Count != layers || StudentLayer.Count != layers))
            yield return $"{path}: the loss '{Loss.Name}' takes {layers} layer{(layers == 1 ? "" : "s")} a side, but layer_T has "
                + $"{TeacherLayer.Count} and layer_S has {StudentLayer.Count}.";
        if (WeightScheduler is { } schedule && names.WeightSchedules.Problem(schedule) is { } unknown)
            yield return $"{path}.weight_scheduler: {unknown}";
        foreach (string rule in RuleAttribute.Problems(this, path)) yield return rule;
        foreach (string wrong in Proj?.Problems($"{path}.proj", names) ?? []) yield return wrong;
    }
}
