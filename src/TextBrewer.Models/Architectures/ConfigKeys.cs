using System.Text.Json.Nodes;

namespace TextBrewer.Models.Architectures;

/// <summary>The keys of a <c>config.json</c> whose names or defaults are not BERT's, as transformers has them.</summary>
internal sealed class ConfigKeys
{
    /// <summary>Keys that the architecture calls otherwise: its own name → BERT's.</summary>
    internal IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>BERT's keys that the architecture does not have.</summary>
    internal IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>Values of keys that a file does not have, under BERT's names, where BERT's are others.</summary>
    internal IReadOnlyDictionary<string, JsonNode?> Defaults { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>Keys of its own that a configuration of another architecture gets with so many positions.</summary>
    internal Func<int, IReadOnlyDictionary<string, JsonNode?>> Own { get; init; } = _ => new Dictionary<string, JsonNode?>();

    /// <summary>Makes keys of a file agree that depend on others, where a changed configuration is written.</summary>
    internal Action<JsonObject> Fit { get; init; } = _ => { };

    /// <summary>A file's keys under BERT's names, with the architecture's defaults where it is silent.</summary>
    internal JsonObject FromFile(JsonObject file)
    {
        JsonObject keys = [];
        foreach ((string key, JsonNode? value) in file) keys[Names.GetValueOrDefault(key, key)] = value?.DeepClone();
        foreach ((string key, JsonNode? value) in Defaults) keys.TryAdd(key, value?.DeepClone());
        return keys;
    }

    /// <summary>A file's keys from those under BERT's names.</summary>
    internal JsonObject ToFile(JsonObject keys)
    {
        Dictionary<string, string> own = Names.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
        JsonObject file = [];
        foreach ((string key, JsonNode? value) in keys)
        {
            // What is not set is the default of transformers, which knows no null under a name of the architecture's own.
            if (Absent.Contains(key) || (value is null && own.ContainsKey(key))) continue;
            file[own.GetValueOrDefault(key, key)] = value?.DeepClone();
        }
        Fit(file);
        return file;
    }
}
