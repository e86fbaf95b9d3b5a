using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TextBrewer.Reports.Results;

/// <summary>An object whose values are all objects holds several values under names; any other is the value itself.</summary>
public sealed class SingleOrNamedConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => IsSingleOrNamed(typeToConvert);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    /// <summary>Whether a type holds one value or several under names.</summary>
    public static bool IsSingleOrNamed(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SingleOrNamed<>);

    /// <summary>Whether an object holds several values under names: all its values are objects.</summary>
    public static bool HoldsNames(JsonObject json) => json.Count > 0 && json.All(p => p.Value is JsonObject);

    private sealed class Converter<T> : JsonConverter<SingleOrNamed<T>>
    {
        public override SingleOrNamed<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            JsonNode json = JsonNode.Parse(ref reader)!;
            try
            {
                return json is JsonObject named && HoldsNames(named)
                    ? new([.. named.Select(p => new KeyValuePair<string, T>(p.Key, p.Value!.Deserialize<T>(options)!))])
                    : new(json.Deserialize<T>(options)!);
            }
            catch (ArgumentException problem)
            {
                throw new JsonException(problem.Message, problem); // a key that stands there twice
            }
        }

        public override void Write(Utf8JsonWriter writer, SingleOrNamed<T> value, JsonSerializerOptions options)
        {
            if (value.Items is [{ Key: SingleOrNamed<T>.Unnamed }])
            {
                JsonSerializer.Serialize(writer, value.First, options);
                return;
            }
            writer.WriteStartObject();
            foreach ((string name, T item) in value.Items)
            {
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, item, options);
            }
            writer.WriteEndObject();
        }
    }
}
