using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Naming;

/// <summary>A name with arguments, in JSON <c>"name"</c> or <c>["name", argument, …]</c>.</summary>
[JsonConverter(typeof(NamedConverter))]
public sealed record Named(string Name)
{
    /// <summary>The arguments as they stand in JSON.</summary>
    public IReadOnlyList<JsonElement> Arguments { get; init; } = [];

    /// <summary>A name without arguments.</summary>
    public static implicit operator Named(string name) => new(name);

    /// <summary>A name with arguments in their places: <c>Named.Of("dkd", 1, 8)</c>.</summary>
    public static Named Of(string name, params ReadOnlySpan<double> arguments) =>
        new(name) { Arguments = [.. arguments.ToArray().Select(argument => JsonSerializer.SerializeToElement(argument))] };

    /// <summary>A name without arguments.</summary>
    public static Named FromString(string name) => new(name);

    /// <summary>The arguments as numbers, by place (<c>["dkd", 1, 8]</c>) or by key (<c>["dkd", {"alpha": 1, "beta": 8}]</c>).</summary>
    /// <param name="parameters">The keys in their places, each with its default; null: it must be given.</param>
    /// <exception cref="ConfigurationException">An argument is missing, one too many, unknown, or not a number.</exception>
    public double[] Numbers(params (string Key, double? Default)[] parameters)
    {
        string form = $"[\"{Name}\"{string.Concat(parameters.Select(Form))}]";
        JsonElement?[] given = Given([.. parameters.Select(p => p.Key)], form);
        return [.. parameters.Select((p, i) => given[i] switch
        {
            null => p.Default ?? throw new ConfigurationException($"'{Name}' needs the argument '{p.Key}'; its form is {form}."),
            { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
            _ => throw new ConfigurationException($"The argument '{p.Key}' of '{Name}' is not a number; its form is {form}."),
        })];
    }

    /// <summary>
    /// The one argument as true or false, by place (<c>["ce", true]</c>) or by key (<c>["ce", {"t_squared": true}]</c>); false where it
    /// is not given.
    /// </summary>
    /// <param name="key">The argument's key.</param>
    /// <exception cref="ConfigurationException">An argument is one too many, unknown, or neither true nor false.</exception>
    public bool Flag(string key)
    {
        string form = $"[\"{Name}\", {key} = false]";
        return Given([key], form)[0] switch
        {
            null => false,
            { ValueKind: JsonValueKind.True or JsonValueKind.False } flag => flag.GetBoolean(),
            _ => throw new ConfigurationException($"The argument '{key}' of '{Name}' is neither true nor false; its form is {form}."),
        };
    }

    /// <summary>The arguments in the places of their keys; null where one is not given.</summary>
    private JsonElement?[] Given(string[] keys, string form)
    {
        JsonElement?[] given = new JsonElement?[keys.Length];
        if (Arguments is [{ ValueKind: JsonValueKind.Object } byKey])
        {
            foreach (JsonProperty argument in byKey.EnumerateObject())
            {
                int place = Array.IndexOf(keys, argument.Name);
                if (place < 0) throw new ConfigurationException($"'{Name}' has no argument '{argument.Name}'; its form is {form}.");
                given[place] = argument.Value;
            }
            return given;
        }
        if (Arguments.Count > keys.Length) throw new ConfigurationException(
            $"'{Name}' has {Arguments.Count} arguments, and takes {keys.Length}; its form is {form}.");
        for (int i = 0; i < Arguments.Count; i++) given[i] = Arguments[i];
        return given;
    }

    private static string Form((string Key, double? Default) parameter) =>
        parameter.Default is double value
            ? string.Create(CultureInfo.InvariantCulture, $", {parameter.Key} = {value:R}")
            : $", {parameter.Key}";

    /// <inheritdoc/>
    public bool Equals(Named? other) =>
        other is not null && Name == other.Name && Arguments.Count == other.Arguments.Count
        && Arguments.Zip(other.Arguments).All(pair => JsonElement.DeepEquals(pair.First, pair.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Arguments.Count);

    /// <inheritdoc/>
    public override string ToString() => Arguments.Count == 0 ? Name : $"{Name}({string.Join(", ", Arguments)})";
}
