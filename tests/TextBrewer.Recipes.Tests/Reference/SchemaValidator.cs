using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TextBrewer.Recipes.Tests.Reference;

/// <summary>
/// Holds a document against a JSON schema of draft 7, as far as ours has its keywords; another keyword is a fault of the test.
/// </summary>
internal sealed class SchemaValidator(string schema)
{
    private static readonly string[] Words =
    [
        "$schema", "$ref", "title", "description", "default", "examples", "enumDescriptions", "definitions", "type", "enum", "anyOf",
        "allOf", "properties", "required", "additionalProperties", "items", "additionalItems", "minItems", "pattern",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    ];

    private readonly JsonObject _root = JsonNode.Parse(schema)!.AsObject();

    /// <summary>Whether a document keeps to the schema.</summary>
    internal bool Allows(JsonNode? document) => Allows(document, _root);

    private bool Allows(JsonNode? value, JsonObject schema)
    {
        if (schema.FirstOrDefault(word => !Words.Contains(word.Key)).Key is { } unknown) throw new NotSupportedException(unknown);
        if (schema["$ref"] is { } reference) return Allows(value, Resolve(reference.GetValue<string>()));
        return IsType(value, schema["type"])
            && (schema["enum"] is not JsonArray names || names.Any(name => JsonNode.DeepEquals(name, value)))
            && (schema["anyOf"] is not JsonArray any || any.Any(form => Allows(value, form!.AsObject())))
            && (schema["allOf"] is not JsonArray all || all.All(form => Allows(value, form!.AsObject())))
            && (value is not JsonObject inner || Keys(inner, schema))
            && (value is not JsonArray list || Items(list, schema))
            && (value is not JsonValue leaf || Leaf(leaf, schema));
    }

    private JsonObject Resolve(string reference) =>
        reference[2..].Split('/').Aggregate((JsonNode)_root, (node, key) => node[key]!).AsObject();

    private static bool IsType(JsonNode? value, JsonNode? type) => type switch
    {
        null => true,
        JsonArray several => several.Any(one => IsType(value, one)),
        _ => type.GetValue<string>() switch
        {
            "null" => value is null,
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value is JsonValue text && text.TryGetValue(out string? _),
            "boolean" => value is JsonValue flag && flag.TryGetValue(out bool _),
            "number" => value is JsonValue number && number.TryGetValue(out double _),
            "integer" => value is JsonValue whole && whole.TryGetValue(out double count) && double.IsInteger(count),
            string other => throw new NotSupportedException(other),
        },
    };

    private bool Keys(JsonObject value, JsonObject schema)
    {
        if (schema["required"] is JsonArray required && !required.All(key => value.ContainsKey(key!.GetValue<string>()))) return false;
        JsonObject known = schema["properties"] as JsonObject ?? [];
        return value.All(entry => known[entry.Key] is JsonObject own ? Allows(entry.Value, own)
            : schema["additionalProperties"] switch
            {
                JsonObject any => Allows(entry.Value, any),
                JsonValue flag => flag.GetValue<bool>(),
                _ => true,
            });
    }

    private bool Items(JsonArray list, JsonObject schema)
    {
        if (list.Count < (schema["minItems"]?.GetValue<int>() ?? 0)) return false;
        if (schema["items"] is JsonObject each) return list.All(item => Allows(item, each));
        if (schema["items"] is not JsonArray places) return true;
        return list.Take(places.Count).Zip(places).All(pair => Allows(pair.First, pair.Second!.AsObject()))
            && list.Skip(places.Count).All(item => schema["additionalItems"] is JsonObject more && Allows(item, more));
    }

    private static bool Leaf(JsonValue value, JsonObject schema)
    {
        if (value.TryGetValue(out string? text))
            return schema["pattern"] is not { } pattern || Regex.IsMatch(text, pattern.GetValue<string>());
        return !value.TryGetValue(out double number)
            || (schema["minimum"] is not { } least || number >= least.GetValue<double>())
            && (schema["maximum"] is not { } most || number <= most.GetValue<double>())
            && (schema["exclusiveMinimum"] is not { } above || number > above.GetValue<double>())
            && (schema["exclusiveMaximum"] is not { } below || number < below.GetValue<double>());
    }
}
