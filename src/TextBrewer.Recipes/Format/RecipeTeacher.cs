using System.Text.Json.Serialization;
using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>A teacher. In JSON a plain text is its folder or file.</summary>
[Shorthand("model")]
public sealed record RecipeTeacher
{
    /// <summary>
    /// A Hugging Face folder, a TorchScript file, an ONNX file, or a file of answers that were made elsewhere (JSONL or Parquet,
    /// docs/answers.md). A file brings no tokenizer: name <c>tokenizer</c>.
    /// </summary>
    [JsonPropertyName("model")]
    [FilePath]
    public string? Path { get; init; }

    /// <summary>A folder with the tokenizer that it reads by; null: its own folder's, or where that has none the student's.</summary>
    [FilePath]
    public string? Tokenizer { get; init; }

    /// <summary>Weight of its logits among several teachers'.</summary>
    [Above(0)]
    public double Weight { get; init; } = 1;

    /// <summary>
    /// The arguments of a TorchScript file: of <c>input_ids</c>, <c>attention_mask</c>, <c>token_type_ids</c>; null: the first two.
    /// </summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>
    /// What computes the logits of a teacher that is a folder, where nothing looks inside it: <c>torch</c>; <c>onnx</c> or
    /// <c>onnx-int8</c>, ONNX Runtime; <c>auto</c>, the fastest of the three by a measurement. ONNX Runtime is taken only where it
    /// agrees with torch on a sample of the training texts: logits within 5 % (root mean square) and the same best label for 98 of 100.
    /// </summary>
    [OneOf(Torch, Onnx, OnnxInt8, Auto)]
    public string Engine { get; init; } = Torch;

    internal const string Torch = "torch", Onnx = "onnx", OnnxInt8 = "onnx-int8", Auto = "auto";

    /// <summary>Whether it is a file of answers that were made elsewhere.</summary>
    internal bool IsAnswers => System.IO.Path.GetExtension(Path)?.ToLowerInvariant() is ".jsonl" or ".parquet";

    /// <summary>The folder, which has the tokenizer; null: it is a file.</summary>
    internal string? Folder => Directory.Exists(Path) || !File.Exists(Path) ? Path : null;
}
