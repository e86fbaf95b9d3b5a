using System.Text;
using TextBrewer.Text.Files;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Tokenizing;

/// <summary>The pre-tokenizers that a <c>tokenizer.json</c> may ask for.</summary>
/// <param name="config">What the folder's configuration says otherwise of a byte-level one.</param>
internal sealed class PreTokenizerTable(TokenizerConfig config)
{
    private static readonly Dictionary<string, Func<JsonPlace, PreTokenizer>> Rows = new()
    {
        ["BertPreTokenizer"] = _ => RunSplit.Bert,
        ["Whitespace"] = _ => RunSplit.Words,
        ["WhitespaceSplit"] = _ => CharacterSplit.WhiteSpace,
        ["Punctuation"] = json => CharacterSplit.Punctuation(Behavior(json)),
        ["Digits"] = json => CharacterSplit.Digits(json.Flag("individual_digits", false)),
        ["CharDelimiterSplit"] = json => CharacterSplit.Delimiter(Character(json.Get("delimiter"))),
        ["Split"] = json => new PatternSplit(PatternJson.Read(json.Get("pattern")), Behavior(json), json.Flag("invert", false)),
        ["Metaspace"] = Metaspace,
    };

    /// <summary>The pre-tokenizers in their order.</summary>
    internal IReadOnlyList<PreTokenizer> Read(JsonPlace? json)
    {
        bool isAlone = json is { } one && TokenizerParts.TypeOf(one) != "Sequence"; // then transformers heeds its own setting
        Dictionary<string, Func<JsonPlace, PreTokenizer>> rows = new(Rows)
        {
            ["ByteLevel"] = part => new ByteLevelSplit(
                (isAlone ? config.AddPrefixSpace : null) ?? part.Flag("add_prefix_space", true),
                part.Flag("use_regex", true)),
        };
        return [.. TokenizerParts.Flat(json, "pretokenizers").Select(part => TokenizerParts.Make(rows, part, "pre-tokenizer"))];
    }

    private static MetaspaceSplit Metaspace(JsonPlace json)
    {
        bool isPrefixed = json.Flag("add_prefix_space", true); // how older files say it
        string scheme = json.Find("prepend_scheme")?.Text() ?? (isPrefixed ? "always" : "never");
        return new MetaspaceSplit(
            Character(json.Get("replacement")),
            scheme switch
            {
                "always" => PrependScheme.Always,
                "first" => PrependScheme.First,
                "never" => PrependScheme.Never,
                _ => throw TokenizerParts.Unsupported(json, $"the prepend_scheme '{scheme}', and there are always, first and never."),
            },
            json.Flag("split", true));
    }

    private static SplitBehavior Behavior(JsonPlace json)
    {
        string name = json.Find("behavior")?.Text() ?? nameof(SplitBehavior.Isolated);
        return Enum.GetNames<SplitBehavior>().Contains(name)
            ? Enum.Parse<SplitBehavior>(name)
            : throw TokenizerParts.Unsupported(
                json, $"the behavior '{name}', and there are {string.Join(", ", Enum.GetNames<SplitBehavior>())}.");
    }

    private static Rune Character(JsonPlace json) => json.Text().EnumerateRunes().ToArray() is [var only]
        ? only
        : throw json.Wrong("expected is a text of one character.");
}
