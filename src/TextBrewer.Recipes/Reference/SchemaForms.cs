using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Reference;

/// <summary>The forms of values that are read by a converter of their own, as JSON schemas.</summary>
internal static class SchemaForms
{
    // What a converter accepts, by its type.
    private static readonly Dictionary<Type, Func<JsonObject>> ByConverter = new()
    {
        [typeof(ColumnConverter)] = Column,
        [typeof(ColumnListConverter)] = () => List(Column()),
        [typeof(ProbabilityConverter)] = Probability,
        [typeof(NamedConverter)] = () => new JsonObject { ["type"] = Types("string", "array") },
        [typeof(LayerIndicesConverter)] = () => AnyOf(Typed("integer"), List(Typed("integer"), least: 1)),
        [typeof(ProjectionConverter)] = Projection,
        [typeof(MatchListConverter)] = Presets,
    };

    /// <summary>What a converter accepts; null: it has no form of its own.</summary>
    internal static JsonObject? Of(JsonConverter? converter) =>
        converter is not null && ByConverter.TryGetValue(converter.GetType(), out Func<JsonObject>? form) ? form() : null;

    /// <summary>The layers that a student begins with: names, a list of layers, or a search with its steps.</summary>
    internal static JsonObject Initialize(JsonObject search) => AnyOf(
        SchemaNames.Of(SchemaNames.Starts),
        List(Whole(0)),
        new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [LayerSearch.Name] = search },
            ["required"] = new JsonArray(LayerSearch.Name),
            ["additionalProperties"] = false,
        });

    /// <summary>What differs from a teacher's config.json: any of its keys.</summary>
    internal static JsonObject ModelConfig() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["model_type"] = SchemaNames.Of(SchemaNames.Architectures) },
    };

    /// <summary>A value of one of several forms.</summary>
    internal static JsonObject AnyOf(params IEnumerable<JsonObject> forms) => new() { ["anyOf"] = new JsonArray([.. forms]) };

    /// <summary>A list.</summary>
    internal static JsonObject List(JsonObject items, int least = 0)
    {
        JsonObject list = new() { ["type"] = "array", ["items"] = items };
        if (least > 0) list["minItems"] = least;
        return list;
    }

    /// <summary>The same value, or null.</summary>
    internal static JsonObject OrNull(JsonObject value)
    {
        if (value["anyOf"] is JsonArray forms) forms.Add(Typed("null"));
        else if (value["type"] is JsonValue type) value["type"] = new JsonArray(type.DeepClone(), "null");
        else return AnyOf(value, Typed("null"));
        return value;
    }

    /// <summary>Adds a rule that the value keeps to.</summary>
    internal static void Keep(JsonObject value, RuleAttribute rule)
    {
        switch (rule)
        {
            case AboveAttribute above: value["exclusiveMinimum"] = above.Limit; break;
            case AtLeastAttribute least: value["minimum"] = least.Limit; break;
            case BelowAttribute below: value["exclusiveMaximum"] = below.Limit; break;
            case AtMostAttribute most: value["maximum"] = most.Limit; break;
            case OneOfAttribute one:
                value.Remove("type");
                value["enum"] = new JsonArray([.. one.Values.Select(name => JsonValue.Create(name))]);
                break;
            default: throw new NotSupportedException($"{rule.GetType().Name} says nothing to a schema yet.");
        }
    }

    /// <summary>A value of a JSON type.</summary>
    internal static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonArray Types(params string[] types) => new([.. types.Select(type => JsonValue.Create(type))]);

    private static JsonObject Whole(int least) => new() { ["type"] = "integer", ["minimum"] = least };

    private static JsonObject Column() => AnyOf(Typed("string"), Whole(0));

    private static JsonObject Probability() => AnyOf(
        Typed("number"),
        SchemaNames.WithArguments(SchemaNames.Of(SchemaNames.Replacements)));

    private static JsonObject Projection()
    {
        JsonObject kinds = new()
        {
            ["title"] = SchemaNames.Projections,
            ["enum"] = new JsonArray([.. ProjectionNames.Table.Names.Select(name => JsonValue.Create(name))]),
        };
        JsonObject group = new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["betas"] = List(Typed("number"), least: 2) },
            ["additionalProperties"] = Typed("number"),
        };
        return AnyOf(
            new JsonObject { ["enum"] = new JsonArray("auto") },
            new JsonObject
            {
                ["type"] = "array",
                ["minItems"] = 3,
                ["items"] = new JsonArray(kinds, Whole(1), Whole(1), group),
                ["additionalItems"] = false,
            });
    }

    // Names joined with +, each perhaps behind a weight and *.
    private static JsonObject Presets()
    {
        string spreads = string.Join('|', MatchSpread.All.Select(spread => spread.Name));
        string losses = string.Join('|', LossNames.Match.Names), presets = string.Join('|', MatchPresets.Names.Select(Regex.Escape));
        string one = $@"\s*([0-9.eE+-]+\s*\*\s*)?(({presets})|({spreads}):({losses}))\s*";
        return new JsonObject
        {
            ["title"] = SchemaNames.Presets,
            ["type"] = "string",
            ["pattern"] = $@"^{one}(\+{one})*$",
            ["examples"] = new JsonArray([.. MatchPresets.SpreadNames.Concat(MatchPresets.Names).Select(name => JsonValue.Create(name))]),
        };
    }
}
