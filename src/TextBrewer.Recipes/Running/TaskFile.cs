using System.Text.Json;
using TextBrewer.Configuration;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Running;

/// <summary><c>textbrewer.json</c> of a model's folder: what the model was trained for, and how its texts became tokens, so that they do so again.</summary>
public sealed record TaskFile
{
    private const string FileName = "textbrewer.json";
    private const int NewestFormat = 1;

    /// <summary>The version of the format.</summary>
    public int Format { get; init; } = NewestFormat;

    /// <summary>The kind of task.</summary>
    public required string Task { get; init; }

    /// <summary>The labels in order; none where the kind has none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The longest sequence, in tokens.</summary>
    public int? MaxLength { get; init; }

    /// <summary>How many tokens neighbouring windows of a passage share.</summary>
    public int? Stride { get; init; }

    /// <summary>The longest question, in tokens.</summary>
    public int? MaxQuestionLength { get; init; }

    /// <summary>The longest answer, in tokens.</summary>
    public int? MaxAnswerLength { get; init; }

    /// <summary>What a task's settings say.</summary>
    internal static TaskFile Of(TaskKind kind, TaskSettings settings) => new()
    {
        Task = kind.Name,
        Labels = settings.Labels,
        MaxLength = settings.MaxLength,
        Stride = kind.HasWindows ? settings.Stride : null,
        MaxQuestionLength = kind.HasWindows ? settings.MaxQuestionLength : null,
        MaxAnswerLength = kind.HasWindows ? settings.MaxAnswerLength : null,
    };

    /// <summary>A folder's file; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is malformed, or of a newer version.</exception>
    public static TaskFile? Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            TaskFile file = JsonSerializer.Deserialize<TaskFile>(File.ReadAllText(path), RecipeFile.Options) ?? throw new JsonException("it is 'null'");
            return file.Format <= NewestFormat ? file : throw new InvalidDataException($"'{path}' has format {file.Format}, and this version reads up to {NewestFormat}: use a newer TextBrewer.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"'{path}' is not what TextBrewer writes: {ConfigurationJson.Explain(problem)}", problem);
        }
    }

    /// <summary>Writes the file under a temporary name and renames it.</summary>
    public void Save(string folder)
    {
        string path = Path.Combine(folder, FileName);
        File.WriteAllText(path + ".writing", JsonSerializer.Serialize(this, RecipeFile.Options));
        File.Move(path + ".writing", path, overwrite: true);
    }
}
