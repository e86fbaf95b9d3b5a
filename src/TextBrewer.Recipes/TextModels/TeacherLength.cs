using System.Text.Json.Nodes;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Recipes.TextModels;

/// <summary>How long the sequences are that a teacher's folder is meant for.</summary>
internal static class TeacherLength
{
    /// <summary>The longest sequence that the teacher was trained with, by its textbrewer.json; null: nobody has written it down.</summary>
    internal static int? Trained(string folder) => TaskFile.Load(folder)?.MaxLength;

    /// <summary>The longest sequence that the folder's tokenizer makes; null: it does not say, or has no limit.</summary>
    internal static int? Tokenizer(string folder)
    {
        string path = Path.Combine(folder, "tokenizer_config.json");
        if (!File.Exists(path)) return null;
        JsonNode? length = JsonNode.Parse(File.ReadAllText(path))?["model_max_length"];
        // Where there is no limit, transformers writes 10^30.
        return length is JsonValue value && value.TryGetValue(out double tokens) && tokens is >= 1 and < int.MaxValue ? (int)tokens : null;
    }
}
