using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>
/// A model: a folder, a preset's shape, or what differs from the teacher's configuration. In JSON a plain text is the folder.
/// </summary>
[Shorthand("model")]
public sealed record RecipeModel
{
    /// <summary>A Hugging Face folder to start from.</summary>
    [JsonPropertyName("model")]
    [FilePath]
    public string? Folder { get; init; }

    /// <summary>The name of a student's shape.</summary>
    public string? Preset { get; init; }

    /// <summary>What differs from the teacher's <c>config.json</c>.</summary>
    public JsonObject? Config { get; init; }

    /// <summary>
    /// The layers of its teacher that it begins with: <c>random</c> (none), <c>every_kth</c>, <c>first</c>, <c>last</c>, <c>evenly</c>, a
    /// list of layers from 0; <c>auto</c> (the first, where they fit, else none); or <c>search</c>, which tries these for a few steps and
    /// takes the best: <c>{ "search": { "steps": 100 } }</c>. A student narrower than its teacher takes a part of them.
    /// </summary>
    public JsonNode? Initialize { get; init; }

    /// <summary>
    /// A folder with the tokenizer that the model reads by, where that is not its teacher's: the two are then compared at words
    /// (docs/tokenizers.md); null: the model's folder, else <c>tokenizer.vocabulary</c>, else the teacher's.
    /// </summary>
    [FilePath]
    public string? Tokenizer { get; init; }

    /// <summary>A vocabulary of its own that is learnt from the task's texts: <c>{ "learn": 8000 }</c>; null: none is.</summary>
    public RecipeVocabulary? Vocabulary { get; init; }
}
