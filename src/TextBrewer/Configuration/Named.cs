using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Configuration;

/// <summary>A name with arguments, in JSON <c>"name"</c> or <c>["name", argument, …]</c>.</summary>
[JsonConverter(typeof(NamedConverter))]
public sealed record Named(string Name)
{
    /// <summary>The arguments as they stand in JSON.</summary>
    public IReadOnlyList<JsonElement> Arguments { get; init; } = [];

    public static implicit operator Named(string name) => new(name);

    public static Named FromString(string name) => new(name);

    public bool Equals(Named? other) =>
        other is not null && Name == other.Name && Arguments.Count == other.Arguments.Count
        && Arguments.Zip(other.Arguments).All(pair => JsonElement.DeepEquals(pair.First, pair.Second));

    public override int GetHashCode() => HashCode.Combine(Name, Arguments.Count);

    public override string ToString() => Arguments.Count == 0 ? Name : $"{Name}({string.Join(", ", Arguments)})";
}
