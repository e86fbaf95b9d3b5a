using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Recipes.Tasks;

/// <summary>Writes a prediction with the keys of its own type; predictions are not read.</summary>
internal sealed class PredictionConverter : JsonConverter<Prediction>
{
    public override Prediction Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Predictions are written, not read.");

    public override void Write(Utf8JsonWriter writer, Prediction value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
}
