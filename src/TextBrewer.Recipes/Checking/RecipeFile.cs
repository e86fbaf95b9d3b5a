using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.Checking;

/// <summary>Reads recipes: JSON with comments and trailing commas; unknown keys are errors that suggest the nearest.</summary>
public static class RecipeFile
{
    private const int NewestFormat = 1;

    /// <summary>Reads a recipe; its paths are relative to its folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">Values that win over the file's: <c>training.num_epochs=5</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ConfigurationException">It has problems; all are listed.</exception>
    public static Recipe Read(string path, IReadOnlyList<string>? overrides = null)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no recipe '{path}'.", path);
        JsonObject json = Parse(path);
        foreach (string assignment in overrides ?? [])
        {
            // Shorthands are written out first, those of an override too, so that the next one finds the keys inside them.
            ConfigurationWalk.Over<Recipe>(json, RecipeJson.Options);
            Override(json, assignment);
        }
        if (json["format"] is JsonValue format && format.TryGetValue(out int version)
            && FormatVersion.Problem($"'{path}'", version, NewestFormat) is { } newer) throw new ConfigurationException(newer);

        // Relative to the recipe's folder, like one that is named.
        if (!json.ContainsKey("training")) json["training"] = new JsonObject();
        if (json["training"] is JsonObject training) training.TryAdd("output_dir", new TrainingConfig().OutputDir);
        ConfigurationWalk walk = ConfigurationWalk.Over<Recipe>(json, RecipeJson.Options);
        ConfigurationException.ThrowIfAny([.. walk.Problems.Concat(BadPaths(walk)).Select(p => $"'{path}': {p}")]);
        ResolvePaths(walk, Path.GetDirectoryName(Path.GetFullPath(path))!);
        Recipe recipe = json.Deserialize<Recipe>(RecipeJson.Options)!;
        List<string> problems = [];
        if (json["distillation"]?["kd_loss_type"] is null) recipe = KdLossDefault.Fill(recipe, problems);
        problems.AddRange(RecipeRules.Problems(recipe));
        ConfigurationException.ThrowIfAny([.. problems.Select(p => $"'{path}': {p}")]);
        return recipe;
    }

    private static JsonObject Parse(string path)
    {
        try
        {
            JsonNode? node = ConfigurationJson.Node(File.ReadAllText(path));
            return node as JsonObject ?? throw new ConfigurationException($"'{path}' is not a recipe: a recipe is a JSON object.");
        }
        catch (JsonException problem)
        {
            throw new ConfigurationException($"'{path}', line {problem.LineNumber + 1}: this is not JSON. {problem.Message}", problem);
        }
    }

    private static void Override(JsonObject json, string assignment)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1) throw new ConfigurationException($"--set {assignment}: write it as key.key=value, like training.num_epochs=5.");
        string[] keys = assignment[..equals].Split('.');
        string text = assignment[(equals + 1)..];
        JsonNode at = json;
        foreach (string key in keys[..^1])
        {
            JsonNode? next = Get(at, key);
            if (next is not (JsonObject or JsonArray)) Set(at, key, next = new JsonObject());
            at = next;
        }
        Set(at, keys[^1], Value(text));

        JsonNode? Get(JsonNode node, string key) => node is JsonArray list ? list[Index(list, key)] : node[key];

        void Set(JsonNode node, string key, JsonNode? value)
        {
            if (node is JsonArray list) list[Index(list, key)] = value;
            else node[key] = value;
        }

        int Index(
            JsonArray list,
            string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < list.Count
            ? index
            : throw new ConfigurationException($"--set {assignment}: '{key}' is not a place in a list of {list.Count}; count from 0.");
    }

    /// <summary>What is not JSON is a text.</summary>
    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    /// <summary>Paths that no system has.</summary>
    private static IEnumerable<string> BadPaths(ConfigurationWalk walk) => walk.Places
        .Where(place => place.Has<FilePathAttribute>() && place.Value is JsonValue value && value.TryGetValue(out string? path)
            && path.Contains('\0', StringComparison.Ordinal))
        .Select(place => $"{place.Path} has a NUL character in it, which no path has.");

    /// <summary>Paths are relative to the recipe's folder.</summary>
    private static void ResolvePaths(ConfigurationWalk walk, string folder)
    {
        foreach (ConfigurationPlace place in walk.Places.Where(place => place.Has<FilePathAttribute>()))
            if (place.Value is JsonValue value && value.TryGetValue(out string? path))
                value.ReplaceWith(Path.GetFullPath(Path.Combine(folder, path)));
    }
}
