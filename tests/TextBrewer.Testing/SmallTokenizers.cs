using System.Text;
using System.Text.Json.Nodes;

namespace TextBrewer.Testing;

/// <summary>Small <c>tokenizer.json</c> files of every kind, made by the code.</summary>
public static class SmallTokenizers
{
    private static readonly string[] Special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"];
    private static readonly string[] Words = ["the", "quick", "brown", "fox", "jumps", "over", "lazy", "dog", "good", "bad", "her", "here"];

    /// <summary>By name, each kind's file.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["WordPiece"] = WordPiece(),
        ["byte-level BPE"] = ByteLevel("null", prefix: false),
        ["byte-level BPE, NFC and a space before"] = ByteLevel("""{"type":"NFC"}""", prefix: true),
        ["BPE with byte fallback"] = ByteFallback(),
        ["BPE by a regular expression"] = Expression(),
        ["Unigram"] = Unigram("""
            {"type":"Sequence","normalizers":[{"type":"Nmt"},{"type":"NFKC"},
              {"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}]}
            """, """{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}"""),
        ["Unigram of compiled rules"] = Unigram(
            $$"""
            {"type":"Sequence","normalizers":[{"type":"Precompiled","precompiled_charsmap":"{{Convert.ToBase64String(CharacterMap())}}"},
              {"type":"Lowercase"},{"type":"Strip","strip_left":true,"strip_right":true}]}
            """,
            """{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁"}]}"""),
        ["Unigram without accents"] = Unigram(
            """{"type":"Sequence","normalizers":[{"type":"NFKD"},{"type":"StripAccents"},{"type":"Lowercase"}]}""",
            """
            {"type":"Sequence","pretokenizers":[{"type":"Punctuation","behavior":"Isolated"},{"type":"Digits","individual_digits":true},
              {"type":"Metaspace","replacement":"▁","prepend_scheme":"first"}]}
            """),
    };

    /// <summary>RoBERTa's old files: <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    public static (string Vocabulary, string Merges) BytePairFiles()
    {
        JsonNode model = JsonNode.Parse(All["byte-level BPE"])!["model"]!;
        IEnumerable<string> merges = model["merges"]!.AsArray().Select(pair => $"{pair![0]} {pair[1]}");
        return (model["vocab"]!.ToJsonString(), "#version: 0.2\n" + string.Join('\n', merges) + "\n");
    }

    /// <summary>A SentencePiece model, ALBERT's where nothing else is said, with the pieces of the Unigram file.</summary>
    /// <param name="special">The pieces before those.</param>
    public static byte[] SentencePiece(params string[] special)
    {
        if (special.Length == 0) special = ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"];
        List<byte> model = [];
        JsonArray pieces = JsonNode.Parse(All["Unigram"])!["model"]!["vocab"]!.AsArray();
        foreach ((string text, double score, byte type) in special
            .Select(token => (token, 0.0, (byte)(token is "<unk>" or "[UNK]" ? 2 : token == "[MASK]" ? 4 : 3)))
            .Concat(pieces.Skip(Special.Length).Select(piece => (piece![0]!.GetValue<string>(), piece[1]!.GetValue<double>(), (byte)1))))
        {
            byte[] written = Encoding.UTF8.GetBytes(text);
            byte[] piece = [0x0A, (byte)written.Length, .. written, 0x15, .. BitConverter.GetBytes((float)score), 0x18, type];
            model.AddRange([0x0A, (byte)piece.Length, .. piece]);
        }
        byte[] map = CharacterMap();
        byte[] normalizer = [0x12, .. Varint(map.Length), .. map];
        return [.. model, 0x12, 2, 0x18, 1, 0x1A, .. Varint(normalizer.Length), .. normalizer];
    }

    private static string WordPiece()
    {
        string[] tokens =
        [
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Letters.Select(letter => letter.ToString()),
            .. Letters.Select(letter => $"##{letter}"), .. Words, "##ing", "##er", "中", "!", ",", "#",
        ];
        JsonObject vocabulary = [.. tokens.Distinct().Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id))];
        return File(
            $$"""
            {"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
              "vocab":{{vocabulary.ToJsonString()}}}
            """,
            """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""",
            """{"type":"BertPreTokenizer"}""",
            """{"type":"BertProcessing","sep":["[SEP]",3],"cls":["[CLS]",2]}""",
            ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]);
    }

    private static string ByteLevel(string normalizer, bool prefix)
    {
        string bytes = string.Concat(Enumerable.Range(0, 256).Select(ByteCharacter));
        string model = BytePairs([.. bytes.Select(one => one.ToString())], [.. Words.Select(word => "Ġ" + word), "Ã©", "ä¸Ń"], "");
        string space = $$""" "trim_offsets":true,"add_prefix_space":{{(prefix ? "true" : "false")}} """;
        string roberta = $$"""{"type":"RobertaProcessing","sep":["</s>",2],"cls":["<s>",0],{{space}}}""";
        string preTokenizer = $$"""{"type":"ByteLevel",{{space}},"use_regex":true}""";
        return File(model, normalizer, preTokenizer, roberta, Special);
    }

    private static string ByteFallback() => File(
        BytePairs(
            [.. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>"), "▁", .. Letters.Select(letter => letter.ToString())],
            [.. Words.Select(word => "▁" + word)],
            ""","byte_fallback":true,"fuse_unk":true,"unk_token":"<unk>" """),
        """
        {"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},
          {"type":"Replace","pattern":{"String":" "},"content":"▁"}]}
        """,
        "null",
        Template,
        Special);

    private static string Expression() => File(
        BytePairs([.. Letters.Select(letter => letter.ToString())], Words, ""","unk_token":"<unk>","ignore_merges":true """),
        """{"type":"NFD"}""",
        """
        {"type":"Sequence","pretokenizers":[
          {"type":"Split","pattern":{"Regex":"(?i:'s|'t)|\\p{L}+|\\p{N}{1,3}|\\s+(?!\\S)|\\s+|."},"behavior":"Isolated","invert":false},
          {"type":"Whitespace"}]}
        """,
        Template,
        Special);

    private static string Unigram(string normalizer, string preTokenizer)
    {
        string[] pieces =
        [
            .. Special, "▁", .. Letters.Select(letter => letter.ToString()), .. Words.Select(word => "▁" + word), "er", "é", "中",
        ];
        string vocabulary = string.Join(",", pieces.Select((piece, i) =>
            FormattableString.Invariant($"[\"{piece}\",{(i < Special.Length ? 0 : -2 - (i % 17) - (1.0 / (i + 3)))}]")));
        string model = $$"""{"type":"Unigram","unk_id":3,"vocab":[{{vocabulary}}],"byte_fallback":false}""";
        return File(model, normalizer, preTokenizer, Template, Special);
    }

    private static string BytePairs(string[] letters, string[] words, string settings)
    {
        Dictionary<string, int> ids = [];
        foreach (string token in Special.Concat(letters)) ids.TryAdd(token, ids.Count);
        List<string> merges = [];
        foreach (string word in words)
            for (int end = 2; end <= word.Length; end++)
                if (ids.TryAdd(word[..end], ids.Count)) merges.Add($"[\"{word[..(end - 1)]}\",\"{word[end - 1]}\"]");
        JsonObject vocabulary = [.. ids.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))];
        string all = string.Join(",", merges);
        return $$"""{"type":"BPE","dropout":null,"vocab":{{vocabulary.ToJsonString()}},"merges":[{{all}}]{{settings}}}""";
    }

    private static string File(string model, string normalizer, string preTokenizer, string postProcessor, string[] special)
    {
        string added = string.Join(",", special.Select((token, id) => $$"""
            {"id":{{id}},"content":"{{token}}","single_word":false,"lstrip":{{(token == "<mask>" ? "true" : "false")}},"rstrip":false,
              "normalized":false,"special":true}
            """));
        return $$"""
            {"version":"1.0","truncation":null,"padding":null,"added_tokens":[{{added}}],"normalizer":{{normalizer}},
              "pre_tokenizer":{{preTokenizer}},"post_processor":{{postProcessor}},"decoder":null,"model":{{model}}}
            """;
    }

    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789.,!'#-";

    private const string Template = """
        {"type":"TemplateProcessing",
          "single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},
            {"SpecialToken":{"id":"</s>","type_id":0}}],
          "pair":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}},
            {"Sequence":{"id":"B","type_id":1}},{"SpecialToken":{"id":"</s>","type_id":1}}],
          "special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]},"</s>":{"id":"</s>","ids":[2],"tokens":["</s>"]}}}
        """;

    private static char ByteCharacter(int value) => (char)(value switch
    {
        (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) => value,
        <= ' ' => 0x100 + value,
        < 0xA1 => 0x121 + value - 0x7F,
        _ => 0x143,
    });

    private static byte[] Varint(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];

    /// <summary>A few rules of SentencePiece's, compiled: their texts behind a double-array trie.</summary>
    private static byte[] CharacterMap()
    {
        (string Text, string With)[] rules =
        [
            ("ﬁ", "fi"), ("½", "1/2"), ("\u3000", " "), ("\u00A0", " "), ("\t", " "), ("\n", " "), ("\u0007", ""), ("e\u0301", "é"),
            ("\u200B", " "), ("Å", "Å"),
        ];
        List<byte> texts = [];
        Dictionary<byte[], int> values = [];
        foreach ((string text, string with) in rules)
        {
            values[Encoding.UTF8.GetBytes(text)] = texts.Count;
            texts.AddRange([.. Encoding.UTF8.GetBytes(with), 0]);
        }
        uint[] units = new uint[1 << 14];
        HashSet<int> taken = [0];
        Place(0, 0, hasLabel: false, [.. values]);
        int size = taken.Max() + 1;
        return [.. BitConverter.GetBytes(4 * size), .. units.Take(size).SelectMany(BitConverter.GetBytes), .. texts];

        // The node's children stand at its offset, each xor its byte; a value stands at the byte 0.
        void Place(int node, int depth, bool hasLabel, KeyValuePair<byte[], int>[] keys)
        {
            byte[] labels = [.. keys.Select(key => key.Key.Length == depth ? (byte)0 : key.Key[depth]).Distinct()];
            int offset = 1;
            while (labels.Any(label => taken.Contains(node ^ offset ^ label))) offset++;
            foreach (byte label in labels) taken.Add(node ^ offset ^ label);
            units[node] = ((uint)offset << 10) | (labels.Contains((byte)0) ? 1u << 8 : 0) | (hasLabel ? keys[0].Key[depth - 1] : 0u);
            foreach (byte label in labels)
            {
                int child = node ^ offset ^ label;
                if (label == 0) units[child] = (uint)keys.First(key => key.Key.Length == depth).Value | (1u << 31);
                else Place(child, depth + 1, hasLabel: true, [.. keys.Where(key => key.Key.Length > depth && key.Key[depth] == label)]);
            }
        }
    }
}
