using System.Text.Json.Serialization;

namespace TextBrewer.Configuration;

/// <summary>A linear layer on the student's side with an activation: <c>["linear" | "relu" | "tanh", size in, size out, { optimizer group }]</c>.</summary>
/// <param name="Kind">The activation: <c>linear</c> (none), <c>relu</c> or <c>tanh</c>.</param>
/// <param name="SizeIn">The student's width.</param>
/// <param name="SizeOut">The teacher's width.</param>
[JsonConverter(typeof(ProjectionConverter))]
public sealed record Projection(string Kind, int SizeIn, int SizeOut)
{
    /// <summary>Its own learning rate; null: the optimizer's.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Its own weight decay; null: the optimizer's.</summary>
    public double? WeightDecay { get; init; }
}
