using System.Text.Json;
using System.Text.Json.Nodes;

namespace TextBrewer.Text.Tokenizing;

/// <summary>A model folder's <c>tokenizer_config.json</c>.</summary>
internal static class TokenizerFile
{
    internal static TokenizerOptions Read(string path)
    {
        if (!File.Exists(path)) return new TokenizerOptions();
        try
        {
            JsonObject json = JsonNode.Parse(File.ReadAllText(path))?.AsObject() ?? throw new JsonException("it is 'null'");
            double length = json["model_max_length"]?.GetValue<double>() ?? 512;
            return new TokenizerOptions
            {
                Lowercase = json["do_lower_case"]?.GetValue<bool>() ?? true,
                StripAccents = json["strip_accents"]?.GetValue<bool>(),
                SplitChinese = json["tokenize_chinese_chars"]?.GetValue<bool>() ?? true,
                // transformers writes 1e30 where it knows no limit.
                MaxLength = length is >= 3 and <= 1_000_000 ? (int)length : 512,
            };
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is not a tokenizer configuration: {problem.Message}", problem);
        }
    }

    internal static void Write(string path, TokenizerOptions options)
    {
        JsonObject json = new()
        {
            ["do_lower_case"] = options.Lowercase,
            ["model_max_length"] = options.MaxLength,
            ["tokenize_chinese_chars"] = options.SplitChinese,
            ["tokenizer_class"] = "BertTokenizer",
        };
        if (options.StripAccents is bool strip) json["strip_accents"] = strip;
        File.WriteAllText(path, json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }
}
