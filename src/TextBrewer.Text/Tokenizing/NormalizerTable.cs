using TextBrewer.Text.Files;
using TextBrewer.Text.Normalizing;

namespace TextBrewer.Text.Tokenizing;

/// <summary>The normalizers that a <c>tokenizer.json</c> may ask for.</summary>
/// <param name="config">What the folder's configuration says otherwise of BERT's.</param>
/// <param name="lowercase">What the user says otherwise of it; null: nothing.</param>
internal sealed class NormalizerTable(TokenizerConfig config, bool? lowercase)
{
    private static readonly Dictionary<string, Func<JsonPlace, Normalizer>> Rows = new()
    {
        ["NFC"] = _ => new UnicodeForm(isCompatible: false, composes: true),
        ["NFD"] = _ => new UnicodeForm(isCompatible: false, composes: false),
        ["NFKC"] = _ => new UnicodeForm(isCompatible: true, composes: true),
        ["NFKD"] = _ => new UnicodeForm(isCompatible: true, composes: false),
        ["Lowercase"] = _ => new LowercaseNormalizer(),
        ["StripAccents"] = _ => FilterNormalizer.StripAccents,
        ["Nmt"] = _ => FilterNormalizer.Nmt,
        ["Strip"] = json => new StripNormalizer(json.Flag("strip_left", true), json.Flag("strip_right", true)),
        ["Prepend"] = json => new PrependNormalizer(json.Get("prepend").Text()),
        ["Replace"] = json => new ReplaceNormalizer(PatternJson.Read(json.Get("pattern")), json.Get("content").Text()),
        ["Precompiled"] = json => new PrecompiledNormalizer(Map(json.Get("precompiled_charsmap"))),
    };

    /// <summary>The normalizers in their order.</summary>
    internal IReadOnlyList<Normalizer> Read(JsonPlace? json)
    {
        Dictionary<string, Func<JsonPlace, Normalizer>> rows = new(Rows) { ["BertNormalizer"] = Bert };
        return [.. TokenizerParts.Flat(json, "normalizers").Select(part => TokenizerParts.Make(rows, part, "normalizer"))];
    }

    private BertNormalizer Bert(JsonPlace json)
    {
        bool small = lowercase ?? config.Lowercase ?? json.Flag("lowercase", true);
        bool strip = config.StripAccents ?? json.Find("strip_accents")?.Flag() ?? small;
        bool split = config.SplitChinese ?? json.Flag("handle_chinese_chars", true), clean = json.Flag("clean_text", true);
        return new BertNormalizer(small, strip, split, clean);
    }

    private static CharacterMap Map(JsonPlace json)
    {
        try
        {
            return new CharacterMap(Convert.FromBase64String(json.Text()));
        }
        catch (FormatException problem)
        {
            throw json.Wrong($"it is no character map: {problem.Message}.");
        }
    }
}
