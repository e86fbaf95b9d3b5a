using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TextBrewer.Naming;

namespace TextBrewer.Configuration;

/// <summary>How configurations stand in JSON: TextBrewer's keys, unknown keys are errors, comments and trailing commas allowed.</summary>
public static class ConfigurationJson
{
    /// <summary>The options of the serializer; they are read-only.</summary>
    public static JsonSerializerOptions Options { get; } = ReadOnly(new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    });

    /// <summary>How a configuration is parsed: comments and trailing commas are allowed, a key that stands twice is not.</summary>
    public static JsonDocumentOptions DocumentOptions { get; } = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="ConfigurationException">The JSON is malformed or does not fit; the message has the JSON path.</exception>
    internal static T Read<T>(string json)
    {
        JsonNode document = Parse(json) ?? throw new ConfigurationException("The configuration is 'null'; an object was expected.");
        ConfigurationException.ThrowIfAny(ConfigurationWalk.Over<T>(document, Options).Problems);
        return document.Deserialize<T>(Options)!;
    }

    /// <summary>A document as nodes, whose texts are all texts.</summary>
    /// <exception cref="JsonException">It is malformed.</exception>
    internal static JsonNode? Node(string json)
    {
        JsonTexts.Check(json);
        return JsonNode.Parse(json, documentOptions: DocumentOptions);
    }

    /// <summary>What stands behind a file's name: the line, where it is known, and what is wrong there, said once.</summary>
    internal static string Fault(JsonException problem)
    {
        string message = problem.Message;
        int places = message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        if (places >= 0) message = message[..places];
        return problem.LineNumber is long line
            ? string.Create(CultureInfo.InvariantCulture, $", line {line + 1}: this is not JSON. {message}")
            : $": {message}";
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            return Node(json);
        }
        catch (JsonException problem)
        {
            throw new ConfigurationException($"At ${Fault(problem)}", problem);
        }
    }

    private static JsonSerializerOptions ReadOnly(JsonSerializerOptions options)
    {
        options.MakeReadOnly();
        return options;
    }
}
