using System.Text.Json.Serialization;
using TextBrewer.Adaptors;
using TextBrewer.Losses;
using TextBrewer.Naming;

namespace TextBrewer.Configuration;

/// <summary>
/// Every student layer matched with every teacher layer, weighted by the least costly flow between them (BERT-EMD, Li et al. 2020):
/// <c>"emd": { "feature": "hidden", "loss": "hidden_mse" }</c>.
/// </summary>
public sealed record EarthMoverConfig
{
    /// <summary>What is compared: <c>hidden</c>, <c>attention_scores</c> and so on.</summary>
    public string Feature { get; init; } = "hidden";

    /// <summary>The cost between two layers: a match loss over one layer a side.</summary>
    public Named Loss { get; init; } = "hidden_mse";

    /// <summary>Weight of the flow's cost, and of the term between the embeddings.</summary>
    [AtLeast(0)]
    public double Weight { get; init; } = 1;

    /// <summary>Multiplies <see cref="Weight"/> as training goes on; null: it stays as it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Named? WeightScheduler { get; init; }

    /// <summary>A map of the student's feature to the teacher's width, of its own for each student layer; null: none.</summary>
    public Projection? Proj { get; init; }

    /// <summary>Whether layers that are cheap to match gain weight as training goes on; else all weigh the same.</summary>
    public bool UpdateWeights { get; init; }

    /// <summary>With several teachers: which one, counted from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [AtLeast(0)]
    public int Teacher { get; init; }

    internal IEnumerable<string> Problems(string path, DistillationNames names)
    {
        if (Features.Find(Feature) is null) yield return $"{path}.feature is '{Feature}'; use one of {string.Join(", ", Features.Names)}.";
        if (names.MatchLosses.Problem(Loss) is { } problem)
            yield return $"{path}.loss: {problem}";
        else if (names.MatchLosses.Make(Loss).Layers != 1)
            yield return $"{path}.loss: '{Loss.Name}' compares pairs of layers; a cost is between one layer and one layer: use hidden_mse "
                + $"or cos.";
        if (WeightScheduler is { } schedule && names.WeightSchedules.Problem(schedule) is { } unknown)
            yield return $"{path}.weight_scheduler: {unknown}";
        foreach (string rule in RuleAttribute.Problems(this, path)) yield return rule;
        foreach (string wrong in Proj?.Problems($"{path}.proj", names) ?? []) yield return wrong;
    }
}
