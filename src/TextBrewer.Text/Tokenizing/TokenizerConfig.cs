using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Text.Files;

namespace TextBrewer.Text.Tokenizing;

/// <summary>What a folder's <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> say; null: they say nothing of it.</summary>
internal sealed record TokenizerConfig
{
    /// <summary>The class of transformers that reads a WordPiece vocabulary.</summary>
    internal const string Bert = "BertTokenizer";

    private const int UsualMaxLength = 512;
    private static readonly string[] Names = ["pad_token", "unk_token", "mask_token", "cls_token", "sep_token", "bos_token", "eos_token"];

    /// <summary>Whether BERT's normalizer makes letters small.</summary>
    internal bool? Lowercase { get; init; }

    /// <summary>Whether BERT's normalizer takes accents off.</summary>
    internal bool? StripAccents { get; init; }

    /// <summary>Whether BERT's normalizer sets Chinese characters apart.</summary>
    internal bool? SplitChinese { get; init; }

    /// <summary>Whether ALBERT's and CamemBERT's old files keep accents.</summary>
    internal bool KeepAccents { get; init; }

    /// <summary>Whether a text of byte-level pieces begins with a space.</summary>
    internal bool? AddPrefixSpace { get; init; }

    /// <summary>The longest sequence.</summary>
    internal int MaxLength { get; init; } = UsualMaxLength;

    /// <summary>The class that transformers reads the folder with.</summary>
    internal string? Class { get; init; }

    /// <summary>By what they are for (<c>pad_token</c>), the special tokens.</summary>
    internal IReadOnlyDictionary<string, string> SpecialTokens { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a folder's files; what is not there says nothing.</summary>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    /// <exception cref="UnsupportedTokenizerException">Texts are to be cut at their beginning.</exception>
    internal static TokenizerConfig Read(TokenizerFiles files)
    {
        Dictionary<string, string> special = [];
        TakeTokens(files, ModelFiles.SpecialTokens, Parse(files, ModelFiles.SpecialTokens), special);
        JsonObject json = Parse(files, ModelFiles.TokenizerConfig);
        TakeTokens(files, ModelFiles.TokenizerConfig, json, special);
        return Checked(files, ModelFiles.TokenizerConfig, () =>
        {
            double length = json["model_max_length"]?.GetValue<double>() ?? UsualMaxLength;
            if (json["truncation_side"]?.GetValue<string>() == "left") throw new UnsupportedTokenizerException(
                $"'{files.PathOf(ModelFiles.TokenizerConfig)}' has truncation_side 'left', and TextBrewer cuts texts at their end.");
            return new TokenizerConfig
            {
                Lowercase = json["do_lower_case"]?.GetValue<bool>(),
                StripAccents = json["strip_accents"]?.GetValue<bool>(),
                SplitChinese = json["tokenize_chinese_chars"]?.GetValue<bool>(),
                KeepAccents = json["keep_accents"]?.GetValue<bool>() ?? false,
                AddPrefixSpace = json["add_prefix_space"]?.GetValue<bool>(),
                // transformers writes 1e30 where it knows no limit.
                MaxLength = length is >= 3 and <= 1_000_000 ? (int)length : UsualMaxLength,
                Class = json["tokenizer_class"]?.GetValue<string>(),
                SpecialTokens = special,
            };
        });
    }

    /// <summary>The <c>tokenizer_config.json</c> of BERT's tokenizer.</summary>
    internal static byte[] Write(TokenizerOptions options)
    {
        JsonObject json = new()
        {
            ["do_lower_case"] = options.Lowercase,
            ["model_max_length"] = options.MaxLength,
            ["tokenize_chinese_chars"] = options.SplitChinese,
            ["tokenizer_class"] = Bert,
        };
        if (options.StripAccents is bool strip) json["strip_accents"] = strip;
        return Bytes(json);
    }

    /// <summary>
    /// The files with everything in <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> that other programs need; what they
    /// say already stays.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="special">By what they are for (<c>pad_token</c>), the special tokens.</param>
    /// <param name="maxLength">The longest sequence.</param>
    /// <param name="isWordPiece">Whether a tokenizer of no other family's files is BERT's.</param>
    internal static TokenizerFiles Complete(
        TokenizerFiles files,
        IReadOnlyDictionary<string, string> special,
        int maxLength,
        bool isWordPiece)
    {
        JsonObject config = Parse(files, ModelFiles.TokenizerConfig), map = Parse(files, ModelFiles.SpecialTokens);
        foreach ((string use, string token) in special)
        {
            JsonNode known = config[use] ?? map[use] ?? JsonValue.Create(token);
            config[use] ??= known.DeepClone();
            map[use] ??= known.DeepClone();
        }
        config["model_max_length"] ??= maxLength;
        string? family = Tokenizers.ClassOf(files) ?? (isWordPiece ? Bert : null);
        if (family is not null) config["tokenizer_class"] ??= family;
        return files.With(ModelFiles.TokenizerConfig, Bytes(config)).With(ModelFiles.SpecialTokens, Bytes(map));
    }

    /// <summary>
    /// Says in a saved folder's <c>tokenizer_config.json</c> which inputs the model beside it has: transformers gives a model all that its
    /// tokenizer makes, and a DistilBERT refuses token types.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="inputs">The inputs.</param>
    internal static void SaveInputs(string folder, IReadOnlyList<string> inputs)
    {
        TokenizerFiles files = TokenizerFiles.Read(folder);
        JsonObject config = Parse(files, ModelFiles.TokenizerConfig);
        config["model_input_names"] = new JsonArray([.. inputs.Select(input => JsonValue.Create(input))]);
        files.With(ModelFiles.TokenizerConfig, Bytes(config)).SaveTo(folder, ModelFiles.TokenizerConfig);
    }

    /// <summary>A file's bytes, with letters of every language as they are.</summary>
    internal static byte[] Bytes(JsonNode json)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, TokenizerJsonWriter.Options)) json.WriteTo(writer);
        return stream.ToArray();
    }

    private static JsonObject Parse(TokenizerFiles files, string name) => files.Find(name) is not { } bytes
        ? []
        : Checked(files, name, () => JsonNode.Parse(bytes)?.AsObject() ?? throw new JsonException("it is 'null'"));

    /// <summary>A token is written as a text, or as an object with what else is known of it.</summary>
    private static void TakeTokens(TokenizerFiles files, string file, JsonObject json, Dictionary<string, string> tokens) =>
        Checked<object?>(files, file, () =>
        {
            foreach (string name in Names)
            {
                JsonNode? token = json[name] is JsonObject more ? more["content"] : json[name];
                if (token?.GetValue<string>() is { } written) tokens[name] = written;
            }
            return null;
        });

    private static T Checked<T>(TokenizerFiles files, string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"'{files.PathOf(name)}' is not a tokenizer configuration: {problem.Message}", problem);
        }
    }
}
