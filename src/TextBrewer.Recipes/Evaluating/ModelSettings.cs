using TextBrewer.Recipes.Format;
using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.Evaluating;

/// <summary>A saved model, and how it is to be read.</summary>
public sealed record ModelSettings
{
    /// <summary>A Hugging Face folder; its <c>onnx</c> means the float32 ONNX file in it.</summary>
    public required string Folder { get; init; }

    /// <summary>The kind of task; null: what the folder says.</summary>
    public string? Task { get; init; }

    /// <summary>How texts become tokens; what is not set is as the folder says, else as the kind of task has it.</summary>
    public RecipeTokenizer? Tokenizer { get; init; }

    /// <summary>Whether the folder's int8 model is meant.</summary>
    public bool Int8 { get; init; }

    /// <summary>
    /// The same model as a service takes it that names no precision: the int8 file where it is there, else the float32 ONNX file, else the
    /// weights. A folder that names its ONNX files stays what it names.
    /// </summary>
    public ModelSettings Served()
    {
        ModelFolder parts = new(Folder);
        return Int8 || parts.IsNamedByOnnx ? this
            : File.Exists(parts.OnnxInt8) ? this with { Int8 = true }
            : File.Exists(parts.Onnx) ? this with { Folder = parts.OnnxPath }
            : this;
    }

    /// <summary>Loads the model.</summary>
    public LoadedModel Open() => new(Folder, Task, Tokenizer, Int8);
}
