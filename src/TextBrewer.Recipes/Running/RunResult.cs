using System.Text.Json;

namespace TextBrewer.Recipes.Running;

/// <summary><c>result.json</c> of a run; parts that a run has not are absent.</summary>
public sealed record RunResult
{
    private const string FileName = "result.json";

    public int Format { get; init; } = 1;

    public ModelResult? Model { get; init; }

    public ModelResult? Teacher { get; init; }

    public ModelResult? Student { get; init; }

    public ModelResult? Baseline { get; init; }

    /// <summary>Share of dev examples on which a version's label equals the teacher's.</summary>
    public IReadOnlyDictionary<string, double>? Agreement { get; init; }

    public required string Status { get; init; }

    public required long Steps { get; init; }

    public required double Seconds { get; init; }

    public required int Seed { get; init; }

    /// <summary>Its text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecipeFile.Options);

    /// <summary>The result in a folder; null where there is none.</summary>
    public static RunResult? Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize<RunResult>(File.ReadAllText(path), RecipeFile.Options) : null;
    }

    /// <summary>Writes the file under a temporary name and renames it.</summary>
    public void Save(string folder)
    {
        string path = Path.Combine(folder, FileName);
        File.WriteAllText(path + ".writing", ToJson());
        File.Move(path + ".writing", path, overwrite: true);
    }
}
