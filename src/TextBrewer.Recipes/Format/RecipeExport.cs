using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>What becomes of a run's model at its end.</summary>
public sealed record RecipeExport
{
    /// <summary>Whether an ONNX folder is written: the model in float32.</summary>
    public bool Onnx { get; init; } = true;

    /// <summary>Whether the ONNX folder also holds the model in int8.</summary>
    public bool Int8 { get; init; } = true;

    /// <summary>Whether the float32 model keeps to ai.onnx's operators, at some cost in speed.</summary>
    public bool Portable { get; init; }

    /// <summary>
    /// How much of the metric that a task is judged by int8 may lose, as a share of its largest value: 0.01 is a point. Where it loses
    /// more, the layers
    /// that are to blame stay in float32.
    /// </summary>
    [AtLeast(0)]
    public double MaxMetricLoss { get; init; } = 0.01;
}
