using System.Text.Json;
using System.Text.Json.Serialization;
using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Running;

/// <summary>TextBrewer's <c>TrainingConfig</c> and what a recipe adds to it.</summary>
public sealed record RecipeTraining
{
    public int NumEpochs { get; init; } = 3;

    public long? NumSteps { get; init; }

    public int BatchSize { get; init; } = 32;

    public double LearningRate { get; init; } = 1e-4;

    public double WeightDecay { get; init; } = 0.01;

    public double Warmup { get; init; } = 0.1;

    public string Schedule { get; init; } = "linear";

    public string Optimizer { get; init; } = "adamw";

    public double MaxGradNorm { get; init; } = 1;

    /// <summary>The keys of TextBrewer's own configuration.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Config { get; init; }

    /// <summary>TextBrewer's own configuration.</summary>
    [JsonIgnore]
    public TrainingConfig TrainingConfig => TrainingConfig.FromJson(JsonSerializer.Serialize(Config ?? new Dictionary<string, JsonElement>()));
}
