using System.Text.Json.Serialization;

namespace TextBrewer.Recipes.Tasks;

/// <summary>What a model says about a text that a person typed. In JSON it has the keys of what it is.</summary>
[JsonConverter(typeof(PredictionConverter))]
public abstract record Prediction
{
    /// <summary>How the prediction is shown to a person.</summary>
    internal abstract PredictionView View { get; }
}
