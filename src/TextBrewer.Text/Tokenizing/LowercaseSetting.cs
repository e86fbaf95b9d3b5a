using System.Text.Json.Nodes;
using TextBrewer.Text.Files;
using TextBrewer.Text.Normalizing;

namespace TextBrewer.Text.Tokenizing;

/// <summary>A user's word on capitals, which is BERT's normalizer's to heed, and is kept where the tokenizer is saved.</summary>
internal static class LowercaseSetting
{
    /// <exception cref="InvalidDataException">No normalizer of the file can do otherwise than the file says.</exception>
    internal static void Check(IReadOnlyList<Normalizer> normalizers, bool lowercase, string path)
    {
        bool makesSmall = normalizers.Any(one => one is LowercaseNormalizer);
        if (normalizers.Any(one => one is BertNormalizer) || makesSmall == lowercase) return;
        throw new InvalidDataException($"The tokenizer '{path}' {(makesSmall ? "makes all letters small" : "keeps capitals")}, and only "
            + $"BERT's can be told otherwise: leave tokenizer.lowercase out.");
    }

    /// <summary>The files with the setting in them.</summary>
    internal static TokenizerFiles Write(TokenizerFiles files, bool lowercase)
    {
        JsonNode tokenizer = JsonNode.Parse(files.Find(ModelFiles.Tokenizer))!;
        foreach (JsonObject normalizer in Bert(tokenizer["normalizer"])) normalizer["lowercase"] = lowercase;
        JsonNode config = files.Find(ModelFiles.TokenizerConfig) is { } bytes ? JsonNode.Parse(bytes)! : new JsonObject();
        config["do_lower_case"] = lowercase;
        return files.With(ModelFiles.Tokenizer, Bytes(tokenizer)).With(ModelFiles.TokenizerConfig, Bytes(config));
    }

    private static IEnumerable<JsonObject> Bert(JsonNode? normalizer) => normalizer switch
    {
        JsonObject one when one["normalizers"] is JsonArray all => all.SelectMany(Bert),
        JsonObject one when one["type"]?.GetValue<string>() == "BertNormalizer" => [one],
        _ => [],
    };

    private static byte[] Bytes(JsonNode json) => System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
}
