using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TextBrewer.Configuration;

/// <summary>How configurations stand in JSON: TextBrewer's keys, unknown keys are errors, comments and trailing commas allowed.</summary>
public static class ConfigurationJson
{
    /// <summary>The options of the serializer.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="ConfigurationException">The JSON is malformed or does not fit; the message has the JSON path.</exception>
    internal static T Read<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new ConfigurationException("The configuration is 'null'; an object was expected.");
        }
        catch (JsonException problem)
        {
            throw new ConfigurationException($"At {problem.Path ?? "$"}: {problem.Message}", problem);
        }
    }
}
