using System.Reflection;
using System.Text.Json.Nodes;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Checking;

/// <summary>
/// Methods of distillation by name, each a recipe in a file of its own, with its paper's settings: what a recipe that names one does not
/// say is as the method has it.
/// </summary>
public static class RecipeMethods
{
    /// <summary>
    /// A method whose settings, and stages where it has some, hold for all that the recipe does not say; a recipe with a student that says
    /// nothing about how it learns has <c>best</c>.
    /// </summary>
    internal const string Key = "method";

    /// <summary>The method of a recipe that has a student and says nothing about how it learns.</summary>
    internal const string Default = "best";

    private const string Distillation = "distillation", Tasks = "tasks";

    // Each of these says how a student learns.
    private static readonly string[] Ways = [Key, RecipeJson.ExpandedFrom, Distillation, "replacing", RecipeStages.Key];

    private const string Folder = "TextBrewer.Recipes.Checking.Methods.", Extension = ".json";

    // A model is what it is by one of these; of the others' nothing stays.
    private static readonly string[] Shapes = ["model", "preset", "config"];

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Resources.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^Extension.Length].Split('.')[0])
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static Assembly Resources => typeof(RecipeMethods).Assembly;

    /// <summary>A method as a recipe to read, change and run: what belongs to it, with its paper's settings.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="task">The kind of task; a method may have other settings for each.</param>
    /// <exception cref="ConfigurationException">There is no such method, or no such kind of task.</exception>
    public static string Text(string name, string task)
    {
        if (!Names.Contains(name)) throw new ConfigurationException(
            $"There is no method '{name}'.{Nearest.Question(name, Names)} Known: {string.Join(", ", Names)}.");
        if (TaskKinds.Find(task) is null) throw new ConfigurationException(TaskKinds.Unknown(task));
        Stream? own = Resources.GetManifestResourceStream($"{Folder}{name}.{task}{Extension}");
        using Stream text = own ?? Resources.GetManifestResourceStream($"{Folder}{name}{Extension}")!;
        using StreamReader reader = new(text);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>What a method is: the first line of its recipe.</summary>
    internal static string Meaning(string name) => Meaning(name, new Recipe().Task);

    /// <summary>What a method is in a kind of task.</summary>
    internal static string Meaning(string name, string task) => Text(name, task).Split('\n')[0].TrimStart('/', ' ');

    /// <summary>What is wrong with the method that a recipe was written out from, a sentence each.</summary>
    internal static IEnumerable<string> Problems(Recipe recipe)
    {
        if (recipe.ExpandedFrom is { } name && !Names.Contains(name)) yield return
            $"$.{RecipeJson.ExpandedFrom} is '{name}', and there is no such method: it says which method a written recipe was made "
                + $"by, and changes nothing; leave it out. To have a method's settings: \"{Key}\", one of {string.Join(", ", Names)}.";
    }

    /// <summary>
    /// Puts a method's recipe under one that names it, the default's under one that says nothing about how its student learns.
    /// </summary>
    /// <param name="recipe">The recipe's JSON.</param>
    /// <param name="problems">Takes what is wrong, a sentence each.</param>
    /// <returns>A recipe that says which method it was expanded from, and names none to expand.</returns>
    internal static JsonObject Expand(JsonObject recipe, List<string> problems)
    {
        if (IsSilent(recipe)) recipe[Key] = Default;
        if (!recipe.ContainsKey(Key)) return recipe;
        JsonNode? named = recipe[Key];
        recipe.Remove(Key);
        if (named is not JsonValue value || !value.TryGetValue(out string? name) || !Names.Contains(name))
        {
            problems.Add($"$.method is {named?.ToJsonString() ?? "null"}; known methods: {string.Join(", ", Names)}.");
            return recipe;
        }
        if (recipe[RecipeJson.ExpandedFrom] is { } written) problems.Add(
            $"$.method is '{name}', and the recipe was written out from a method already ($.{RecipeJson.ExpandedFrom}: "
                + $"{written.ToJsonString()}), so that its values would win over '{name}' throughout: leave $.method out to run it as it "
                + $"stands, or take $.{RecipeJson.ExpandedFrom} and the values out that '{name}' is to give.");
        (string Path, string Kind)[] tasks = [.. TasksOf(recipe)];
        foreach ((string path, string kind) in tasks.Where(task => TaskKinds.Find(task.Kind) is null))
            problems.Add($"{path}.task: {TaskKinds.Unknown(kind)}");
        if (tasks.Any(task => TaskKinds.Find(task.Kind) is null)) return recipe;
        JsonObject method = Of(name, tasks[0].Kind);
        if (recipe[Tasks] is JsonObject several)
        {
            if (method.ContainsKey(RecipeStages.Key)) problems.Add(
                $"$.method is '{name}', whose stages are those of one task, and the recipe has several: write them out "
                    + $"(textbrewer presets --expand {name}).");
            foreach ((string task, JsonNode? own) in several) Inherit(own!.AsObject(), Of(name, KindOf(own.AsObject())), method);
        }
        JsonObject expanded = Over(method, recipe, problems);
        expanded[RecipeJson.ExpandedFrom] = name;
        return expanded;
    }

    /// <summary>
    /// Whether a recipe has a student and does not say how it learns. One that cannot be read is left to those who say why.
    /// </summary>
    private static bool IsSilent(JsonObject recipe) =>
        recipe["student"] is JsonObject or JsonValue
        && !Ways.Any(recipe.ContainsKey)
        && !(recipe[Tasks] is JsonObject tasks && tasks.Any(task => task.Value is not JsonObject own || own.ContainsKey(Distillation)))
        && TasksOf(recipe).ToArray() is { Length: > 0 } kinds
        && kinds.All(task => TaskKinds.Find(task.Kind) is not null);

    private static IEnumerable<(string Path, string Kind)> TasksOf(JsonObject recipe) => recipe[Tasks] is JsonObject several
        ? several.Select(task => ($"$.{Tasks}.{task.Key}", task.Value is JsonObject own ? KindOf(own) : ""))
        : [("$", KindOf(recipe))];

    private static string KindOf(JsonObject recipe) => recipe.TryGetPropertyValue("task", out JsonNode? task)
        ? task is JsonValue value && value.TryGetValue(out string? name) ? name : ""
        : new Recipe().Task;

    private static JsonObject Of(string name, string kind) => ConfigurationJson.Node(Text(name, kind))!.AsObject();

    /// <summary>Gives one of several tasks what the method has otherwise for its kind than for the first one's.</summary>
    private static void Inherit(JsonObject task, JsonObject own, JsonObject first)
    {
        if (own[Distillation] is not JsonObject of || JsonNode.DeepEquals(of, first[Distillation])) return;
        task[Distillation] = RecipeMerge.Of(of, task[Distillation] as JsonObject ?? []);
    }

    private static JsonObject Over(JsonObject method, JsonObject recipe, List<string> problems)
    {
        JsonNode? own = recipe[RecipeStages.Key];
        JsonArray? stages = method[RecipeStages.Key] as JsonArray;
        JsonObject merged = RecipeMerge.Of(method, recipe);
        if (Model(method["student"], recipe["student"]) is { } student) merged["student"] = student;
        // A list of stages stands in place of the method's; an object changes those that it names.
        if (own is JsonObject changes && stages is not null)
        {
            JsonArray changed = stages.DeepClone().AsArray();
            merged[RecipeStages.Key] = changed;
            foreach ((string name, JsonNode? change) in changes)
            {
                int place = changed.ToList().FindIndex(stage => RecipeStages.NameOf(stage) == name);
                if (place >= 0 && change is JsonObject over) changed[place] = RecipeMerge.Of(changed[place]!.AsObject(), over);
                else problems.Add(place < 0
                    ? $"$.stages has the key '{name}'; the method's stages are {string.Join(", ", changed.Select(RecipeStages.NameOf))}."
                    : $"$.stages.{name} has to be an object: what differs from the method's stage.");
            }
        }
        return merged;
    }

    /// <summary>A recipe's model over its method's, which may say what it starts from.</summary>
    private static JsonObject? Model(JsonNode? method, JsonNode? recipe)
    {
        if (method is not JsonObject under || recipe is not JsonObject over) return null;
        JsonObject merged = RecipeMerge.Of(under, over);
        string[] named = [.. Shapes.Where(over.ContainsKey)];
        if (named.Length > 0) foreach (string shape in Shapes.Except(named)) merged.Remove(shape);
        // A folder's weights are what it starts from.
        if (over.ContainsKey("model") && !over.ContainsKey("initialize")) merged.Remove("initialize");
        return merged;
    }
}
