using System.Text.Json;
using TextBrewer.Text.Files;

namespace TextBrewer.Text.Tasks;

/// <summary>
/// <c>textbrewer.json</c> of a model's folder: what the model was trained for, and how its texts became tokens, so that they do so again.
/// </summary>
public sealed record TaskFile
{
    private const int NewestFormat = 1;

    // What a file leaves out, generated JSON code sets to nothing in place of what stands here.

    /// <summary>The version of the format.</summary>
    public int Format { get; init => field = value == 0 ? NewestFormat : value; } = NewestFormat;

    /// <summary>The kind of task.</summary>
    public required string Task { get; init; }

    /// <summary>The labels in order; none where the kind has none.</summary>
    public IReadOnlyList<string> Labels { get; init => field = value ?? []; } = [];

    /// <summary>The longest sequence, in tokens.</summary>
    public int? MaxLength { get; init; }

    /// <summary>How many tokens neighbouring windows of a passage share.</summary>
    public int? Stride { get; init; }

    /// <summary>The longest question, in tokens.</summary>
    public int? MaxQuestionLength { get; init; }

    /// <summary>The longest answer, in tokens.</summary>
    public int? MaxAnswerLength { get; init; }

    /// <summary>The SHA-256 of the weights that the folder is about, its own or those that its ONNX files were made of.</summary>
    public string? SourceSha256 { get; init; }

    /// <summary>A folder's file; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is malformed, or of a newer version.</exception>
    public static TaskFile? Load(string folder)
    {
        string path = Path.Combine(folder, ModelFiles.Task);
        if (!File.Exists(path)) return null;
        try
        {
            TaskFile file = JsonSerializer.Deserialize(File.ReadAllText(path), TaskFileJson.Default.TaskFile)
                ?? throw new JsonException("It is 'null'.");
            FormatVersion.Check($"'{path}'", file.Format, NewestFormat);
            if (file.Problem() is { } wrong) throw new InvalidDataException($"'{path}': {wrong}. Export or save the model again.");
            return file;
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"'{path}' is not what TextBrewer writes: {problem.Message}", problem);
        }
    }

    private string? Problem()
    {
        if (Labels.Contains(null!)) return "a label is null";
        if (Labels.GroupBy(label => label, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return $"it has the label '{twice.Key}' twice";
        return MaxLength < 1 ? $"max_length is {MaxLength}, and 1 is the least"
            : Stride < 0 ? $"stride is {Stride}, and 0 is the least"
            : MaxQuestionLength < 0 ? $"max_question_length is {MaxQuestionLength}, and 0 is the least"
            : MaxAnswerLength < 1 ? $"max_answer_length is {MaxAnswerLength}, and 1 is the least"
            : null;
    }

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TaskFileJson.Default.TaskFile);
}
