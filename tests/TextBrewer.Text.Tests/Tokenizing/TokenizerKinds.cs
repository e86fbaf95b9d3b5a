using CsCheck;
using TextBrewer.Testing;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

/// <summary>A tokenizer of each kind, small ones and those of golden folders, and texts that are odd for all of them.</summary>
internal static class TokenizerKinds
{
    internal const int Whole = 10_000_000;

    private static readonly Lazy<IReadOnlyDictionary<string, ITokenizer>> All = new(Read);

    private static readonly string[] Parts =
    [
        "the ", "quick", " brown", "fox's", "  ", "\n", "e\u0301", "a\u0316\u0301", "中文", "👍🏽", "<mask>", " <mask>", "[MASK]", "[CLS]",
        "<s>",
        "1234", "한", "\u1112\u1161\u11AB", "ﬁne", "½", "\uD835\uDD18", "İ", "don't", "!!", "\u0001", "\u00A0", "ς",
    ];

    /// <summary>Texts of letters that combine, halves of characters, spaces of all kinds, special tokens, many of them long.</summary>
    internal static readonly Gen<string> OddText = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["abc #[]<>/s'éﬁ½中\uD83D\uDC4D\uD800\uDC00\0\t\n\r\u0007\u00A0\u3000\u0301\u0316\u200B\u200Dİ≠한\u1112"
            + "\u1161"], 0, 80],
        Gen.Int[0, Parts.Length - 1].Select(part => Parts[part]).Array[0, 120].Select(string.Concat));

    internal static IEnumerable<string> Names => SmallTokenizers.All.Keys;

    internal static IReadOnlyDictionary<string, ITokenizer> Read()
    {
        Dictionary<string, ITokenizer> tokenizers = [];
        foreach ((string name, string json) in SmallTokenizers.All) tokenizers[name] = Of(json);
        if (Path.Combine(Golden.ProjectRoot, "..", "shared", "golden", "modern", "tokenizer") is var golden && Directory.Exists(golden))
            foreach (string folder in Directory.GetDirectories(golden))
                tokenizers[Path.GetFileName(folder)] = Tokenizers.FromFolder(folder);
        return tokenizers;
    }

    /// <summary>A tokenizer of each kind.</summary>
    internal static IReadOnlyDictionary<string, ITokenizer> Each => All.Value;

    /// <summary>The tokenizer of a file.</summary>
    internal static ITokenizer Of(string json, params (string Name, string Text)[] others)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["tokenizer.json"], json);
        foreach ((string name, string text) in others) File.WriteAllText(folder[name], text);
        return Tokenizers.FromFolder(folder.Path);
    }
}
