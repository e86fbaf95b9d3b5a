using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Reference;

/// <summary>
/// The JSON schema of recipes (draft 7, which editors know best): made of the records that recipes are read into, their rules, their
/// summaries and the tables of names.
/// </summary>
public sealed class RecipeSchema
{
    private const string Resource = "recipe.schema.json", Definitions = "definitions", Description = "description";

    private static readonly Dictionary<Type, string> Kinds = new()
    {
        [typeof(int)] = "integer",
        [typeof(long)] = "integer",
        [typeof(double)] = "number",
        [typeof(bool)] = "boolean",
        [typeof(string)] = "string",
    };

    // A value of each form in which a converter may read something.
    private static readonly string[] Probes = ["\"\"", "[]", """{ "path": "" }""", """{ "name": {} }"""];

    private readonly Summaries _summaries;
    private readonly JsonObject _definitions = [];
    private readonly List<SchemaPlaces> _places = [];

    // Objects that were met and are still to be defined: breadth first, so that each bears the place that is least deep.
    private readonly Queue<Action> _met = new();

    private RecipeSchema(Summaries summaries)
    {
        _summaries = summaries;
        Object(typeof(Recipe), "", isChange: false);
        DefineMet();
        JsonObject recipe = Keys(nameof(Recipe));
        string schema = Constant(typeof(RecipeFile), nameof(RecipeFile.SchemaKey));
        string method = Constant(typeof(RecipeMethods), nameof(RecipeMethods.Key));
        recipe.Insert(0, RecipeFile.SchemaKey, Described(schema, SchemaForms.Typed("string")));
        recipe.Insert(1, RecipeMethods.Key, Described(method, SchemaNames.Of(SchemaNames.Methods)));
        recipe[RecipeStages.Key] = Described(_summaries.Of(typeof(Recipe).GetProperty(nameof(Recipe.Stages))!), Stages());
    }

    /// <summary>The schema as text, which <c>textbrewer schema</c> prints.</summary>
    public static string Text { get; } = Read();

    /// <summary>The definitions of objects, in the order in which a recipe has them.</summary>
    internal IReadOnlyList<SchemaPlaces> Places => _places;

    /// <summary>The schema of a definition.</summary>
    internal JsonObject Definition(string name) => _definitions[name]!.AsObject();

    /// <summary>Makes the schema anew.</summary>
    /// <exception cref="FileNotFoundException">The assemblies have no XML beside them, where descriptions are.</exception>
    internal static RecipeSchema Make() => new(new Summaries(typeof(Recipe), typeof(DistillationConfig)));

    /// <summary>The whole schema.</summary>
    internal string ToJson()
    {
        JsonObject schema = new()
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "TextBrewer recipe",
            ["$ref"] = Reference("Recipe"),
            [Definitions] = _definitions.DeepClone(),
        };
        return schema.ToJsonString(RecipeJson.Options) + "\n";
    }

    internal static string Reference(string definition) => $"#/{Definitions}/{definition}";

    private static string Read()
    {
        using Stream text = typeof(RecipeSchema).Assembly.GetManifestResourceStream(Resource)!;
        using StreamReader reader = new(text);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>The definition of an object, which is made where it is met first.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="place">Where it stands in a recipe.</param>
    /// <param name="isChange">Whether it is merged into another, key by key: then no key is required, and null takes one out.</param>
    private JsonObject Object(Type type, string place, bool isChange)
    {
        string name = (type == typeof(Recipe) ? type.Name : type.Name.Replace(nameof(Recipe), "", StringComparison.Ordinal))
            + (isChange ? "InStage" : "");
        SchemaPlaces? known = _places.Find(one => one.Definition == name);
        if (known is null)
        {
            known = new(name, isChange);
            _places.Add(known);
            _met.Enqueue(() => Define(name, type, place, isChange));
        }
        known.Places.Add(place);
        return new JsonObject { ["$ref"] = Reference(name) };
    }

    private void DefineMet()
    {
        while (_met.TryDequeue(out Action? define)) define();
    }

    private void Define(string name, Type type, string place, bool isChange)
    {
        JsonObject keys = [];
        JsonObject definition = new()
        {
            [Description] = _summaries.Of(type),
            ["type"] = "object",
            ["properties"] = keys,
            ["additionalProperties"] = false,
        };
        _definitions[name] = definition;
        object defaults = Activator.CreateInstance(type)!;
        JsonPropertyInfo[] known = [.. RecipeJson.Options.GetTypeInfo(type).Properties.Where(property => property.Set is not null)];
        foreach (JsonPropertyInfo property in known)
        {
            bool isMerged = isChange && !RecipeMerge.Models.Contains(property.Name);
            JsonObject key = Key(property, place.Length == 0 ? property.Name : $"{place}.{property.Name}", isChange, isMerged);
            if (Default(property, defaults) is { } value) key["default"] = value;
            keys[property.Name] = key;
        }
        JsonNode[] required = [.. known.Where(property => property.IsRequired).Select(property => JsonValue.Create(property.Name))];
        if (required.Length > 0 && !isChange) definition["required"] = new JsonArray(required);
    }

    private JsonObject Key(JsonPropertyInfo property, string place, bool mayBeTakenOut, bool isMerged)
    {
        PropertyInfo member = (PropertyInfo)property.AttributeProvider!;
        JsonObject? names = SchemaNames.Of(member.DeclaringType!, member.Name);
        if (names is not null && property.PropertyType.IsAssignableTo(typeof(Named))) names = SchemaNames.WithArguments(names);
        JsonObject value = names ?? SchemaForms.Of(property.CustomConverter) ?? Value(property.PropertyType, place, isMerged);
        foreach (RuleAttribute rule in member.GetCustomAttributes<RuleAttribute>()) SchemaForms.Keep(value, rule);
        return Described(_summaries.Of(member), mayBeTakenOut || MayBeNull(property) ? SchemaForms.OrNull(value) : value);
    }

    private JsonObject Value(Type declared, string place, bool isMerged)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (Kinds.TryGetValue(type, out string? kind)) return SchemaForms.Typed(kind);
        if (type == typeof(JsonNode)) return SchemaForms.Initialize(Object(typeof(LayerSearch), $"{place}.search", isChange: false));
        if (type == typeof(JsonObject)) return SchemaForms.ModelConfig();
        JsonTypeInfo info = RecipeJson.Options.GetTypeInfo(type);
        if (info.Converter is IFormConverter chooser) return SchemaForms.AnyOf(Probes
            .Select(probe => chooser.FormOf(JsonNode.Parse(probe)!))
            .OfType<Type>()
            .Distinct()
            .Select(form => form == typeof(string) ? SchemaForms.Of(info.Converter)! : Value(form, place, isMerged)));
        if (SchemaForms.Of(info.Converter) is { } own) return own;
        if (info.Kind == JsonTypeInfoKind.Enumerable) return SchemaForms.List(Value(info.ElementType!, $"{place}[]", isMerged: false));
        if (info.Kind == JsonTypeInfoKind.Dictionary) return new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = Value(info.ElementType!, $"{place}.NAME", isMerged),
        };
        JsonObject whole = Object(type, place, isMerged);
        return type.IsDefined(typeof(ShorthandAttribute), inherit: false)
            ? SchemaForms.AnyOf(SchemaForms.Typed("string"), whole)
            : whole;
    }

    /// <summary>A list of stages, or changes of a method's by their names.</summary>
    private JsonObject Stages()
    {
        JsonObject change = Object(typeof(Recipe), $"{RecipeStages.Key}[]", isChange: true);
        DefineMet();
        JsonObject keys = Keys($"{nameof(Recipe)}InStage");
        foreach (string shared in (string[])["format", RecipeJson.ExpandedFrom]) keys.Remove(shared);
        string name = _summaries.OfParameter(typeof(RecipeStage), nameof(RecipeStage.Name));
        keys.Insert(0, "name", Described(name, SchemaForms.Typed("string")));
        JsonObject stage = new() { ["allOf"] = new JsonArray(change), ["required"] = new JsonArray("name") };
        return SchemaForms.AnyOf(
            SchemaForms.List(stage, least: 1),
            new JsonObject { ["type"] = "object", ["additionalProperties"] = change.DeepClone() });
    }

    private JsonObject Keys(string definition) => Definition(definition)["properties"]!.AsObject();

    private string Constant(Type type, string name) =>
        _summaries.Of(type.GetField(name, BindingFlags.Static | BindingFlags.NonPublic)!);

    private static JsonObject Described(string description, JsonObject value)
    {
        JsonObject described = new() { [Description] = description };
        // In draft 7 nothing counts beside a reference.
        if (value.ContainsKey("$ref")) described["allOf"] = new JsonArray(value);
        else foreach ((string key, JsonNode? part) in value) described[key] = part?.DeepClone();
        return described;
    }

    // As ConfigurationWalk has it: what is nullable, and what a converter reads null as a value of.
    private static bool MayBeNull(JsonPropertyInfo property)
    {
        Type type = property.PropertyType;
        return type.IsValueType
            ? Nullable.GetUnderlyingType(type) is not null
            : property.IsSetNullable || ((JsonNode?)null).Deserialize(type, RecipeJson.Options) is not null;
    }

    // What is an object has defaults of its own, key by key.
    private static JsonNode? Default(JsonPropertyInfo property, object defaults) =>
        property.Get!(defaults) is { } value
            && JsonSerializer.SerializeToNode(value, property.PropertyType, RecipeJson.Options) is { } written
            && written is JsonValue or JsonArray
            ? written
            : null;
}
