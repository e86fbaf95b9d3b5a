using System.Text.Json.Nodes;
using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Answering;

namespace TextBrewer.Recipes.Reference;

/// <summary>Which names a key of a recipe takes: those of the tables that recipes are read by.</summary>
internal static class SchemaNames
{
    internal const string Methods = "Methods", Projections = "Projections", Presets = "Match presets", Starts = "Starts";

    internal const string Replacements = "Replacement schedules", Architectures = "Architectures";

    private static readonly IReadOnlyList<NameGroup> Groups = RecipeNames.All();

    // Keys that take a name of a group alone, or one with arguments.
    private static readonly Dictionary<(Type Type, string Property), string> Titles = new()
    {
        [(typeof(Recipe), nameof(Recipe.Task))] = "Tasks",
        [(typeof(Recipe), nameof(Recipe.ExpandedFrom))] = Methods,
        [(typeof(RecipeTask), nameof(RecipeTask.Task))] = "Tasks",
        [(typeof(RecipeModel), nameof(RecipeModel.Preset))] = "Students",
        [(typeof(RecipeAugmentation), nameof(RecipeAugmentation.By))] = "Augmentations",
        [(typeof(RecipeTraining), nameof(RecipeTraining.Schedule))] = "Learning-rate schedules",
        [(typeof(RecipeTraining), nameof(RecipeTraining.Optimizer))] = "Optimizers",
        [(typeof(DistillationConfig), nameof(DistillationConfig.KdLossType))] = "KD losses",
        [(typeof(DistillationConfig), nameof(DistillationConfig.TemperatureScheduler))] = "Temperature schedules",
        [(typeof(DistillationConfig), nameof(DistillationConfig.HardLabelWeightScheduler))] = "Weight schedules",
        [(typeof(DistillationConfig), nameof(DistillationConfig.KdLossWeightScheduler))] = "Weight schedules",
        [(typeof(IntermediateMatch), nameof(IntermediateMatch.Feature))] = "Features",
        [(typeof(IntermediateMatch), nameof(IntermediateMatch.Loss))] = "Match losses",
        [(typeof(IntermediateMatch), nameof(IntermediateMatch.WeightScheduler))] = "Weight schedules",
        [(typeof(EarthMoverConfig), nameof(EarthMoverConfig.Feature))] = "Features",
        [(typeof(EarthMoverConfig), nameof(EarthMoverConfig.Loss))] = "Match losses",
        [(typeof(EarthMoverConfig), nameof(EarthMoverConfig.WeightScheduler))] = "Weight schedules",
    };

    // Keys with names that no group has.
    private static readonly Dictionary<(Type Type, string Property), IReadOnlyList<string>> Plain = new()
    {
        [(typeof(RecipeTable), nameof(RecipeTable.Kind))] = ["tsv", "csv", "jsonl", "conll", "json"],
        [(typeof(RecipeTable), nameof(RecipeTable.Scorer))] = AnswerScorers.Names,
    };

    /// <summary>The groups that a reference prints.</summary>
    internal static IReadOnlyList<NameGroup> All => Groups;

    /// <summary>The names that a property takes; null: it takes others than names.</summary>
    internal static JsonObject? Of(Type type, string property)
    {
        if (Plain.TryGetValue((type, property), out IReadOnlyList<string>? names))
            return new JsonObject { ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };
        return Titles.TryGetValue((type, property), out string? title) ? Of(title) : null;
    }

    /// <summary>The names of a group; an editor shows what each means.</summary>
    internal static JsonObject Of(string title)
    {
        IReadOnlyList<NameLine> names = Group(title).Names;
        return new JsonObject
        {
            ["title"] = title,
            ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name.Name))]),
            ["enumDescriptions"] = new JsonArray([.. names.Select(name => JsonValue.Create(name.Meaning))]),
        };
    }

    /// <summary>A name, or a list of one with its arguments.</summary>
    internal static JsonObject WithArguments(JsonObject names) => SchemaForms.AnyOf(
        names,
        new JsonObject
        {
            ["type"] = "array",
            ["minItems"] = 1,
            ["items"] = new JsonArray(names.DeepClone()),
            ["additionalItems"] = new JsonObject { ["type"] = new JsonArray("number", "boolean", "object") },
        });

    /// <summary>A group by its title.</summary>
    internal static NameGroup Group(string title) => Groups.Single(group => group.Title == title);
}
