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
    /// <summary>Where an editor finds the schema of recipes (<c>textbrewer schema</c>); it changes nothing.</summary>
    internal const string SchemaKey = "$schema";

    private const int NewestFormat = 1;

    /// <summary>Reads a recipe; its paths are relative to its folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">Values that win over the file's: <c>training.num_epochs=5</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ConfigurationException">It has problems; all are listed.</exception>
    public static Recipe Read(string path, IReadOnlyList<string>? overrides = null) => Read(path, overrides, stages: []);

    /// <summary>Reads the recipe of a stage, as it stands in the stage's folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">Values that win over the file's.</param>
    /// <param name="stages">The stages whose models it may name.</param>
    internal static Recipe Read(string path, IReadOnlyList<string>? overrides, IReadOnlyList<string> stages)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no recipe '{path}'.", path);
        JsonObject json = Parse(path);
        foreach (string assignment in overrides ?? [])
        {
            // Shorthands are written out first, those of an override too, so that the next one finds the keys inside them.
            WriteOut(json);
            Override(json, assignment);
        }
        List<string> problems = [];
        Recipe? recipe = Read(json, Path.GetDirectoryName(Path.GetFullPath(path))!, stages, problems);
        ConfigurationException.ThrowIfAny([.. problems.Select(problem => $"'{path}': {problem}")]);
        return recipe!;
    }

    /// <summary>Reads a recipe's JSON.</summary>
    /// <param name="json">The JSON, which is changed.</param>
    /// <param name="folder">The folder that its paths are relative to.</param>
    /// <param name="stages">The stages before it.</param>
    /// <param name="problems">Takes what is wrong, a sentence each.</param>
    /// <returns>The recipe; null where there are problems.</returns>
    private static Recipe? Read(JsonObject json, string folder, IReadOnlyList<string> stages, List<string> problems)
    {
        if (json["format"] is JsonValue format && format.TryGetValue(out int version)
            && FormatVersion.Problem("The recipe", version, NewestFormat) is { } newer)
        {
            problems.Add(newer);
            return null;
        }
        json = RecipeMethods.Expand(json, problems);
        if (problems.Count > 0) return null;
        // Relative to the recipe's folder, like one that is named.
        if (!json.ContainsKey("training")) json["training"] = new JsonObject();
        if (json["training"] is JsonObject training) training.TryAdd("output_dir", new TrainingConfig().OutputDir);
        return json.ContainsKey(RecipeStages.Key) ? Staged(json, folder, problems) : One(json, folder, stages, problems);
    }

    /// <summary>A recipe of stages. What is wrong with all of them is said once.</summary>
    private static Recipe? Staged(JsonObject json, string folder, List<string> problems)
    {
        IReadOnlyList<(string Name, JsonObject Recipe)> stages = RecipeStages.Take(json, problems);
        List<RecipeStage> read = [];
        List<(string Stage, string Problem)> found = [];
        for (int i = 0; i < stages.Count; i++)
        {
            List<string> own = [];
            Recipe? recipe = One(stages[i].Recipe, folder, [.. stages.Take(i).Select(stage => stage.Name)], own);
            if (recipe is not null) read.Add(new RecipeStage(stages[i].Name, recipe));
            found.AddRange(own.Select(problem => (stages[i].Name, problem)));
        }
        foreach (IGrouping<string, string> problem in found.GroupBy(one => one.Problem, one => one.Stage))
            problems.Add(problem.Count() == stages.Count ? problem.Key : $"stage {string.Join(", ", problem)}: {problem.Key}");
        return problems.Count == 0 ? read[^1].Recipe with { Stages = read } : null;
    }

    /// <summary>A recipe without stages, or one of them.</summary>
    private static Recipe? One(JsonObject json, string folder, IReadOnlyList<string> stages, List<string> problems)
    {
        ConfigurationWalk walk = ConfigurationWalk.Over<Recipe>(json, RecipeJson.Options);
        problems.AddRange(walk.Problems);
        problems.AddRange(BadPaths(walk));
        problems.AddRange(RecipeStages.UnknownReferences(RecipePaths.Of(walk).Select(one => (one.Place.Path, one.Path)), stages));
        if (problems.Count > 0) return null;
        RecipePaths.Replace(walk, path => RecipeStage.Of(path) is null ? Path.GetFullPath(Path.Combine(folder, path)) : path);
        TaskDistillations.Inherit(json);
        Recipe recipe = KdLossDefault.Fill(json.Deserialize<Recipe>(RecipeJson.Options)!, json);
        problems.AddRange(RecipeRules.Problems(recipe));
        return problems.Count == 0 ? recipe : null;
    }

    private static JsonObject Parse(string path)
    {
        try
        {
            JsonNode? node = ConfigurationJson.Node(File.ReadAllText(path));
            if (node is not JsonObject recipe)
                throw new ConfigurationException($"'{path}' is not a recipe: a recipe is a JSON object.");
            recipe.Remove(SchemaKey);
            return recipe;
        }
        catch (JsonException problem)
        {
            throw new ConfigurationException($"'{path}'{ConfigurationJson.Fault(problem)}", problem);
        }
    }

    private static void WriteOut(JsonObject json)
    {
        ConfigurationWalk.Over<Recipe>(json, RecipeJson.Options);
        if (json[RecipeStages.Key] is JsonArray stages)
            foreach (JsonObject stage in stages.OfType<JsonObject>()) ConfigurationWalk.Over<Recipe>(stage, RecipeJson.Options);
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

        // A place is a number, or the name that an element gives itself: stages.general.training.num_epochs=5.
        int Index(JsonArray list, string key)
        {
            int named = list.ToList().FindIndex(element => RecipeStages.NameOf(element as JsonObject) == key);
            if (named >= 0) return named;
            if (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < list.Count) return index;
            throw new ConfigurationException($"--set {assignment}: '{key}' is not a place in a list of {list.Count}; count from 0.");
        }
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
    private static IEnumerable<string> BadPaths(ConfigurationWalk walk) =>
        from path in RecipePaths.Of(walk)
        where path.Path.Contains('\0', StringComparison.Ordinal)
        select $"{path.Place.Path} has a NUL character in it, which no path has.";
}
