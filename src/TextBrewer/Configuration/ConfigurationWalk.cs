using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TextBrewer.Naming;

namespace TextBrewer.Configuration;

/// <summary>
/// Walks a JSON document along the types that it is read into, and finds every value with its path, and every key and value that does not
/// belong.
/// </summary>
internal sealed class ConfigurationWalk
{
    private static readonly Dictionary<Type, string> Kinds = new()
    {
        [typeof(int)] = "a whole number",
        [typeof(long)] = "a whole number",
        [typeof(double)] = "a number",
        [typeof(bool)] = "true or false",
        [typeof(string)] = "a text in quotation marks",
        [typeof(JsonObject)] = "an object",
    };

    private readonly JsonSerializerOptions _options;
    private readonly List<ConfigurationPlace> _places = [];
    private readonly List<string> _problems = [];

    private ConfigurationWalk(JsonSerializerOptions options) => _options = options;

    /// <summary>Every value that is not itself an object or a list, in the order of the document.</summary>
    public IReadOnlyList<ConfigurationPlace> Places => _places;

    /// <summary>Unknown and missing keys and values of the wrong kind, each a sentence with its JSON path.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Walks a document. A <see cref="ShorthandAttribute">shorthand</see> is replaced by the object that it stands for.</summary>
    /// <typeparam name="T">The type that the document is read into.</typeparam>
    /// <param name="document">The document.</param>
    /// <param name="options">The options that it will be read by.</param>
    public static ConfigurationWalk Over<T>(JsonNode? document, JsonSerializerOptions options)
    {
        ConfigurationWalk walk = new(options);
        walk.Value(document, typeof(T), property: null, "$");
        return walk;
    }

    private void Value(JsonNode? value, Type declared, JsonPropertyInfo? property, string path)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        JsonConverter? converter = property?.CustomConverter;
        if (converter is null && value is not null && _options.GetTypeInfo(type).Converter is IFormConverter chooser)
            type = chooser.FormOf(value) ?? type;
        JsonTypeInfo info = _options.GetTypeInfo(type);
        if (value is null) Null(declared, property, path);
        else if (converter is not null || info.Converter is IFormConverter) Leaf(value, type, property, path);
        else if (info.Kind == JsonTypeInfoKind.Object) Object(value, info, path);
        else if (info.Kind == JsonTypeInfoKind.Enumerable) List(value, info.ElementType!, path);
        else if (info.Kind == JsonTypeInfoKind.Dictionary) Dictionary(value, info.ElementType!, path);
        else Leaf(value, type, property, path);
    }

    private void Object(JsonNode value, JsonTypeInfo info, string path)
    {
        if (Expanded(value, info.Type) is not JsonObject json)
        {
            WrongKind(path, "an object");
            return;
        }
        Dictionary<string, JsonPropertyInfo> known = info.Properties.Where(p => p.Set is not null)
            .ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach ((string key, JsonNode? inner) in json.ToArray())
        {
            if (known.TryGetValue(key, out JsonPropertyInfo? property)) Value(inner, property.PropertyType, property, $"{path}.{key}");
            else _problems.Add($"{path} has the key '{key}', which is unknown.{Nearest.Question(key, known.Keys)}");
        }
        _problems.AddRange(known.Values.Where(p => p.IsRequired && !json.ContainsKey(p.Name)).Select(p => $"{path}.{p.Name} is missing."));
    }

    private void List(JsonNode value, Type element, string path)
    {
        if (value is not JsonArray list) WrongKind(path, "a list");
        // By index: an element that is a shorthand is replaced in its place.
        else for (int i = 0; i < list.Count; i++) Value(list[i], element, property: null, $"{path}[{i}]");
    }

    private void Dictionary(JsonNode value, Type element, string path)
    {
        if (value is not JsonObject named) WrongKind(path, "an object");
        else foreach ((string name, JsonNode? item) in named.ToArray()) Value(item, element, property: null, $"{path}.{name}");
    }

    private void Leaf(JsonNode value, Type type, JsonPropertyInfo? property, string path)
    {
        _places.Add(new ConfigurationPlace(path, type, value, property?.AttributeProvider));
        try
        {
            value.Deserialize(type, property?.CustomConverter is { } converter ? With(converter) : _options);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            if (property?.CustomConverter is null && Kinds.TryGetValue(type, out string? kind)) WrongKind(path, kind);
            else _problems.Add($"At {path}: {problem.Message}");
        }
    }

    private void Null(Type declared, JsonPropertyInfo? property, string path)
    {
        bool fits = declared.IsValueType ? Nullable.GetUnderlyingType(declared) is not null : property?.IsSetNullable == true;
        // A converter may read null as a value of its own.
        if (fits || !declared.IsValueType && ((JsonNode?)null).Deserialize(declared, _options) is not null)
            _places.Add(new ConfigurationPlace(path, declared, value: null, property?.AttributeProvider));
        else if (property is null && _options.GetTypeInfo(declared).Kind == JsonTypeInfoKind.Object)
            _problems.Add($"{path} has to be an object.");
        else _problems.Add($"{path} is null, and needs a value: write one, or leave the key out.");
    }

    private void WrongKind(string path, string kind) =>
        _problems.Add($"At {path}: this is not the kind of value that belongs there; write {kind}.");

    private JsonSerializerOptions With(JsonConverter converter)
    {
        JsonSerializerOptions options = new(_options);
        options.Converters.Insert(0, converter);
        return options;
    }

    private static JsonNode Expanded(JsonNode value, Type type)
    {
        ShorthandAttribute? shorthand = type.GetCustomAttribute<ShorthandAttribute>();
        if (shorthand is null || value.GetValueKind() != JsonValueKind.String) return value;
        JsonObject full = new() { [shorthand.Key] = value.DeepClone() };
        value.ReplaceWith(full);
        return full;
    }
}
