using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Benchmarks;

/// <summary>Tokenizers of other kinds with the words of a WordPiece vocabulary, so that their sizes are those of real ones.</summary>
internal static class WrittenTokenizer
{
    private static readonly string[] Special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"];

    /// <summary>RoBERTa's kind: byte-level byte-pair encoding.</summary>
    internal static ITokenizer ByteLevel(string vocabulary)
    {
        string[] bytes = [.. Enumerable.Range(0, 256).Select(value => ((char)(
            value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? value
                : value <= ' ' ? 0x100 + value : value < 0xA1 ? 0x121 + value - 0x7F : 0x143)).ToString())];
        return Read(BytePairs(
            bytes,
            [.. Words(vocabulary, "\u0120").Select(word => string.Concat(word.StartsWith('\u0120')
                ? System.Text.Encoding.UTF8.GetBytes(word[1..]).Select(value => bytes[value]).Prepend("\u0120")
                : System.Text.Encoding.UTF8.GetBytes(word).Select(value => bytes[value])))],
            """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""",
            fallback: false));
    }

    /// <summary>Byte-pair encoding of characters, which falls back to bytes.</summary>
    internal static ITokenizer ByteFallback(string vocabulary) => Read(BytePairs(
        [.. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>")],
        Words(vocabulary, "\u2581"),
        """{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}""",
        fallback: true));

    /// <summary>XLM-R's kind: Unigram behind Unicode's NFKC.</summary>
    internal static ITokenizer Unigram(string vocabulary)
    {
        JsonArray pieces = [.. Special.Concat(Words(vocabulary, "\u2581").Prepend("\u2581")).Distinct()
            .Select((piece, i) => (JsonNode)new JsonArray(piece, i < Special.Length ? 0 : -Math.Log(i) - 3))];
        return Read(File(
            new JsonObject { ["type"] = "Unigram", ["unk_id"] = 3, ["vocab"] = pieces },
            """{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}""",
            """
            {"type":"Sequence","normalizers":[{"type":"Nmt"},{"type":"NFKC"},
              {"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}]}
            """));
    }

    private static string[] Words(string vocabulary, string space) => [.. System.IO.File.ReadLines(vocabulary)
        .Where(token => token.Length > 0 && token is not ['[', .., ']'])
        .Select(token => token.StartsWith("##", StringComparison.Ordinal) ? token[2..] : space + token)
        .Distinct()];

    /// <summary>Each word grows from its first letter on, a merge a letter.</summary>
    private static JsonObject BytePairs(string[] bytes, string[] words, string preTokenizer, bool fallback)
    {
        Dictionary<string, int> ids = [];
        foreach (string token in Special.Concat(bytes)) ids.TryAdd(token, ids.Count);
        JsonArray merges = [];
        foreach (string word in words)
        {
            string[] letters = [.. word.EnumerateRunes().Select(rune => rune.ToString())];
            string grown = "";
            foreach (string letter in letters)
            {
                ids.TryAdd(letter, ids.Count);
                if (grown.Length > 0 && ids.TryAdd(grown + letter, ids.Count)) merges.Add(new JsonArray(grown, letter));
                grown += letter;
            }
        }
        JsonObject vocabulary = [.. ids.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))];
        return File(
            new JsonObject
            {
                ["type"] = "BPE",
                ["unk_token"] = "<unk>",
                ["fuse_unk"] = fallback,
                ["byte_fallback"] = fallback,
                ["vocab"] = vocabulary,
                ["merges"] = merges,
            },
            preTokenizer,
            normalizer: null);
    }

    private static JsonObject File(JsonObject model, string preTokenizer, string? normalizer) => new()
    {
        ["normalizer"] = normalizer is null ? null : JsonNode.Parse(normalizer),
        ["pre_tokenizer"] = JsonNode.Parse(preTokenizer),
        ["post_processor"] = JsonNode.Parse("""
            {"type":"RobertaProcessing","sep":["</s>",2],"cls":["<s>",0],"trim_offsets":true,"add_prefix_space":false}
            """),
        ["added_tokens"] = new JsonArray([.. Special.Select((token, id) => new JsonObject
        {
            ["id"] = id,
            ["content"] = token,
            ["special"] = true,
            ["normalized"] = false,
        })]),
        ["model"] = model,
    };

    private static ITokenizer Read(JsonObject file)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            System.IO.File.WriteAllText(Path.Combine(folder, "tokenizer.json"), JsonSerializer.Serialize(file));
            return Tokenizers.FromFolder(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
