using System.Text.Json.Nodes;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Runs;

/// <summary>What is known of a run before its first step, for <c>run.json</c>.</summary>
internal static class RunDescription
{
    extension(RunFacts)
    {
        /// <summary>The tasks, the models, the software and the machine of a run.</summary>
        internal static RunFacts Of(RunContext context, TrainedModel model) => new()
        {
            Method = context.Recipe.ExpandedFrom is { } method
                ? new MethodFacts(method, RecipeMethods.Meaning(method, context.Recipe.Task))
                : null,
            Tasks = [.. context.Tasks.Select(Task)],
            Teachers = [.. context.Recipe.AllTasks()
                .SelectMany(task => task.Task.AllTeachers().Select(teacher => Teacher(task.Name, teacher)))],
            Trained = Trained(model.Heads[0].Config, context.Recipe.Student ?? context.Recipe.Model!),
            Software = RunEnvironment.Software(),
            Machine = RunEnvironment.Machine(),
        };
    }

    private static TaskFacts Task(TaskContext task) => new()
    {
        Name = task.Name.Length == 0 ? null : task.Name,
        Kind = task.Kind.Name,
        Labels = task.Task.Settings.Labels,
        Train = task.Labelled.Count,
        Extra = task.Extra.Count,
        Raw = task.Raw.Count,
        Augmented = task.Augmented?.Facts ?? [],
    };

    private static ModelFacts Teacher(string task, RecipeTeacher teacher)
    {
        string? config = teacher.Folder is { } folder ? Path.Combine(folder, "config.json") : null;
        ModelFacts shape = File.Exists(config) ? Shape(EncoderConfig.FromFile(config)) : new ModelFacts();
        return shape with
        {
            Task = task.Length == 0 ? null : task,
            Path = teacher.Path,
            Weight = teacher.Weight,
            Engine = teacher.Folder is null ? null : teacher.Engine,
        };
    }

    private static ModelFacts Trained(EncoderConfig config, RecipeModel recipe) =>
        Shape(config) with { Path = recipe.Folder, Start = recipe.Folder is null ? Start(recipe.Initialize) : null };

    private static string Start(JsonNode? initialize) => initialize is JsonArray layers
        ? $"layers {string.Join(", ", layers)}"
        : initialize?.ToString() ?? InitialLayers.Random;

    private static ModelFacts Shape(EncoderConfig config)
    {
        Architecture architecture = Architecture.Of(config);
        return new ModelFacts
        {
            Architecture = architecture.Title,
            Layers = config.NumHiddenLayers,
            Width = config.HiddenSize,
            Heads = architecture.HasAttention ? config.NumAttentionHeads : null,
            FeedForward = architecture.HasAttention ? config.IntermediateSize : null,
            Vocabulary = config.VocabSize,
        };
    }
}
