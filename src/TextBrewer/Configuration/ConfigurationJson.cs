using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using TextBrewer.Naming;

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

    /// <summary>What a JSON error means to the person who wrote the JSON: where, and what kind of value belongs there.</summary>
    public static string Explain(JsonException problem)
    {
        string where = problem.Path ?? "$";
        if (UnknownKey(problem) is { } unknown) return $"At {where}: {unknown}";
        if (!problem.Message.Contains("could not be converted", StringComparison.Ordinal)) return $"At {where}: {problem.Message}";
        string kind = Kinds.FirstOrDefault(k => problem.Message.Contains(k.Type, StringComparison.Ordinal)).Kind
            ?? "another kind of value (an object or a list)";
        return $"At {where}: this is not the kind of value that belongs there; write {kind}.";
    }

    /// <summary>The nearest key to one that is unknown; null: the problem is another.</summary>
    private static string? UnknownKey(JsonException problem)
    {
        Match match = Regex.Match(
            problem.Message,
            "^The JSON property '(.*)' could not be mapped to any .NET member contained in type '(.*)'");
        if (!match.Success || typeof(ConfigurationJson).Assembly.GetType(match.Groups[2].Value) is not { } type) return null;
        string key = match.Groups[1].Value;
        return $"there is no key '{key}'. Did you mean '{Nearest.To(key, Options.GetTypeInfo(type).Properties.Select(p => p.Name))}'?";
    }

    // The serializer tells the type in its message only.
    private static readonly (string Type, string Kind)[] Kinds =
    [
        ("IReadOnlyList", "a list"), ("System.Int", "a whole number"), ("System.Double", "a number"), ("System.Boolean", "true or false"), ("System.String", "a text in quotation marks"),
    ];

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="ConfigurationException">The JSON is malformed or does not fit; the message has the JSON path.</exception>
    internal static T Read<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options)
                ?? throw new ConfigurationException("The configuration is 'null'; an object was expected.");
        }
        catch (JsonException problem)
        {
            throw new ConfigurationException(Explain(problem), problem);
        }
    }
}
