using System.Text.Json;
using TextBrewer.Adaptors;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.Reporting;

/// <summary><c>run.json</c> of a run's folder: what was trained from what, with which software, on which machine.</summary>
internal sealed record RunFacts
{
    private const string FileName = "run.json";
    private const int NewestFormat = 1;

    /// <summary>The version of the format.</summary>
    public int Format { get; init; } = NewestFormat;

    /// <summary>The tasks.</summary>
    public required IReadOnlyList<TaskFacts> Tasks { get; init; }

    /// <summary>The teachers; none: the run has labels alone.</summary>
    public IReadOnlyList<ModelFacts> Teachers { get; init; } = [];

    /// <summary>The student, or what <c>train</c> trains.</summary>
    public required ModelFacts Trained { get; init; }

    /// <summary>Names and versions.</summary>
    public required IReadOnlyDictionary<string, string> Software { get; init; }

    /// <summary>System, processor, memory.</summary>
    public required IReadOnlyDictionary<string, string> Machine { get; init; }

    /// <summary>What is known before the first step.</summary>
    internal static RunFacts Of(RunContext context, TrainedModel model) => new()
    {
        Tasks = [.. context.Tasks.Select(TaskFacts.Of)],
        Teachers = [.. context.Recipe.AllTasks()
            .SelectMany(task => task.Task.AllTeachers().Select(teacher => ModelFacts.Of(task.Name, teacher)))],
        Trained = ModelFacts.Of(model.Heads[0].Config, context.Recipe.Student ?? context.Recipe.Model!),
        Software = Surroundings.Software(),
        Machine = Surroundings.Machine(),
    };

    /// <summary>A folder's file; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is malformed, or of a newer version.</exception>
    internal static RunFacts? Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            RunFacts facts = JsonSerializer.Deserialize<RunFacts>(File.ReadAllText(path), RecipeJson.Options)
                ?? throw new JsonException("it is 'null'");
            FormatVersion.Check($"'{path}'", facts.Format, NewestFormat);
            return facts;
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"'{path}' is not what a run writes: {problem.Message}", problem);
        }
    }

    /// <summary>Writes the file.</summary>
    internal void Save(string folder) =>
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, RecipeJson.Options));
}
