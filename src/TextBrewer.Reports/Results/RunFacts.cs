using System.Text.Json;
using TextBrewer.Text.Files;

namespace TextBrewer.Reports.Results;

/// <summary><c>run.json</c> of a run's folder: what was trained from what, with which software, on which machine.</summary>
public sealed record RunFacts
{
    private const int NewestFormat = 1;

    /// <summary>The version of the format.</summary>
    public int Format { get; init; } = NewestFormat;

    /// <summary>The method that the recipe names, whose values it may have changed; null: it names none.</summary>
    public MethodFacts? Method { get; init; }

    /// <summary>The tasks.</summary>
    public required IReadOnlyList<TaskFacts> Tasks { get; init; }

    /// <summary>The teachers; none: the run has labels alone.</summary>
    public IReadOnlyList<ModelFacts> Teachers { get; init; } = [];

    /// <summary>The student, or what <c>train</c> trains.</summary>
    public required ModelFacts Trained { get; init; }

    /// <summary>What it was trained in: <c>fp32</c> or <c>bf16</c>; null: nobody has written it down.</summary>
    public string? Precision { get; init; }

    /// <summary>Names and versions.</summary>
    public required IReadOnlyDictionary<string, string> Software { get; init; }

    /// <summary>System, processor, memory.</summary>
    public required IReadOnlyDictionary<string, string> Machine { get; init; }

    /// <summary>A folder's file; null where there is none.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="InvalidDataException">It is malformed, or of a newer version.</exception>
    public static RunFacts? Load(string folder)
    {
        string path = Path.Combine(folder, RunFileNames.Facts);
        RunFacts? facts = ResultFile.Read<RunFacts>(path);
        if (facts is not null) FormatVersion.Check($"'{path}'", facts.Format, NewestFormat);
        return facts;
    }

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Options);
}
