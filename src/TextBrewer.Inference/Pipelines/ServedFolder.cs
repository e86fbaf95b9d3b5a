using System.Text.Json;
using TextBrewer.Inference.Sessions;
using TextBrewer.Text.Files;
using TextBrewer.Text.Tasks;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Pipelines;

/// <summary>A model's folder with its ONNX files, as <c>textbrewer export</c> writes it; weights in it are not read.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Task">The folder's <c>textbrewer.json</c>.</param>
/// <param name="Model">The model's file.</param>
/// <param name="IsInt8">Whether that is the int8 one.</param>
internal sealed record ServedFolder(string Path, TaskFile Task, string Model, bool IsInt8)
{
    /// <summary>Looks into a folder, without loading anything large.</summary>
    /// <exception cref="IOException">The folder or the model is missing.</exception>
    /// <exception cref="InvalidDataException">It is another kind's, or of a newer version.</exception>
    internal static ServedFolder Find(ModelKind kind, TextModelOptions options)
    {
        string folder = options.Folder;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException(
            $"There is no model folder '{System.IO.Path.GetFullPath(folder)}': give the folder that 'textbrewer export' wrote.");
        ModelFolder parts = new(folder);
        folder = parts.Path;
        TaskFile task = TaskFile.Load(folder)
            ?? throw new FileNotFoundException(
                $"'{folder}' has no {ModelFiles.Task}, which says what the model is for: export the model with 'textbrewer export'.");
        if (!kind.Tasks.Contains(task.Task))
        {
            string other = ModelKind.ClassFor(task.Task) is { } right ? $"load it with {right}" : "use a newer TextBrewer";
            throw new InvalidDataException(
                $"'{folder}' is a {task.Task} model, and {kind.Class} reads {string.Join(" and ", kind.Tasks)}: {other}.");
        }
        if (task.Labels.GroupBy(label => label).FirstOrDefault(g => g.Count() > 1)?.Key is { } twice)
            throw new InvalidDataException($"'{System.IO.Path.Combine(folder, ModelFiles.Task)}' has the label '{twice}' twice: each "
                + "label needs a name of its own. Export the model again.");
        bool int8 = options.Precision == Precision.Int8 || (options.Precision == Precision.Auto && File.Exists(parts.OnnxInt8));
        string model = int8 ? parts.OnnxInt8 : parts.Onnx;
        string cure = int8 ? "export the model with --int8, or set Precision to Float32" : "export the model with 'textbrewer export'";
        if (!File.Exists(model)) throw new FileNotFoundException($"There is no '{model}': {cure}.");
        return new ServedFolder(folder, task, model, int8);
    }

    /// <summary>The longest sequence, in tokens.</summary>
    /// <param name="tokenizer">Whose special tokens take a part of it: a pair needs some, and a token of each text.</param>
    internal int MaxLength(ITokenizer tokenizer) => Length(Task.MaxLength, "max_length", tokenizer.SpecialTokens(pair: true) + 2);

    /// <summary>How many tokens neighbouring windows share.</summary>
    internal int Stride => Length(Task.Stride, "stride", 0);

    /// <summary>The longest question, in tokens.</summary>
    internal int MaxQuestionLength => Length(Task.MaxQuestionLength, "max_question_length", 0);

    /// <summary>The longest answer, in tokens.</summary>
    internal int MaxAnswerLength => Length(Task.MaxAnswerLength, "max_answer_length", 1);

    /// <summary>The folder's tokenizer.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or has more entries than the model.</exception>
    internal ITokenizer Tokenizer()
    {
        ITokenizer tokenizer = Tokenizers.FromFolder(Path);
        if (Entries() is int entries && entries < tokenizer.Tokens.Count)
            throw new InvalidDataException($"The vocabulary of '{Path}' has {tokenizer.Tokens.Count} entries, and its config.json says "
                + $"that the model knows {entries}: they are of two models. Export the model again.");
        return tokenizer;
    }

    private int Length(int? value, string key, int least) => value is int length && length >= least
        ? length
        : throw new InvalidDataException($"'{System.IO.Path.Combine(Path, ModelFiles.Task)}' has "
            + $"{(value is null ? $"no {key}" : $"the {key} {value}, and {least} is the least")}: export the model again.");

    private int? Entries()
    {
        string path = System.IO.Path.Combine(Path, ModelFiles.Config);
        if (!File.Exists(path)) return null;
        try
        {
            using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(path));
            return config.RootElement.TryGetProperty("vocab_size", out JsonElement size) ? size.GetInt32() : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a model configuration: {problem.Message}", problem);
        }
    }
}
