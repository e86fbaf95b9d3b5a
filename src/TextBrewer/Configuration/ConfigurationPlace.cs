using System.Reflection;
using System.Text.Json.Nodes;

namespace TextBrewer.Configuration;

/// <summary>A value of a JSON document, with its path and the type that it is read into.</summary>
internal sealed class ConfigurationPlace
{
    private readonly ICustomAttributeProvider? _attributes;

    internal ConfigurationPlace(string path, Type type, JsonNode? value, ICustomAttributeProvider? attributes) =>
        (Path, Type, Value, _attributes) = (path, type, value, attributes);

    /// <summary>The JSON path from the document's root.</summary>
    public string Path { get; }

    /// <summary>The type that the value is read into.</summary>
    public Type Type { get; }

    /// <summary>The value; null: JSON's <c>null</c>.</summary>
    public JsonNode? Value { get; }

    /// <summary>Whether the property that the value is read into carries an attribute of the type.</summary>
    public bool Has<TAttribute>()
        where TAttribute : Attribute => _attributes?.IsDefined(typeof(TAttribute), inherit: true) == true;
}
