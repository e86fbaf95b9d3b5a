using System.Text.Json;
using System.Text.Json.Nodes;

namespace TextBrewer.Text.Tokenizing;

/// <summary>A model folder's <c>tokenizer.json</c>, which newer folders have in place of <c>vocab.txt</c>.</summary>
internal static class TokenizerJson
{
    /// <summary>Reads vocabulary and options of a WordPiece tokenizer.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxLength">The longest sequence, which the file does not say.</param>
    /// <exception cref="InvalidDataException">It is damaged, or a tokenizer of another kind.</exception>
    internal static (Vocabulary Vocabulary, TokenizerOptions Options) Read(string path, int maxLength)
    {
        try
        {
            JsonNode file = JsonNode.Parse(File.ReadAllText(path)) ?? throw new JsonException("it is 'null'");
            JsonNode model = file["model"] ?? throw new JsonException("it has no model");
            string type = model["type"]?.GetValue<string>() ?? "of no type";
            if (type != "WordPiece") throw new InvalidDataException(
                $"'{path}' is a {type} tokenizer, and TextBrewer reads WordPiece, BERT's: take a model with such a vocabulary.");
            JsonNode? normalizer = file["normalizer"];
            return (new Vocabulary(Tokens(model["vocab"]!.AsObject()), $"'{path}'"), new TokenizerOptions
            {
                Lowercase = normalizer?["lowercase"]?.GetValue<bool>() ?? true,
                StripAccents = normalizer?["strip_accents"]?.GetValue<bool>(),
                SplitChinese = normalizer?["handle_chinese_chars"]?.GetValue<bool>() ?? true,
                MaxLength = maxLength,
            });
        }
        catch (Exception problem) when (
            problem is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            throw new InvalidDataException($"'{path}' is not a tokenizer: {problem.Message}", problem);
        }
    }

    private static string[] Tokens(JsonObject vocabulary)
    {
        string?[] tokens = new string?[vocabulary.Count];
        foreach ((string token, JsonNode? id) in vocabulary)
        {
            int place = id!.GetValue<int>();
            if (place < 0 || place >= tokens.Length || tokens[place] is not null) throw new FormatException(
                $"the token '{token}' has the id {place}, which is outside of the vocabulary or given twice");
            tokens[place] = token;
        }
        return tokens!;
    }
}
