using System.Text;
using CsCheck;

namespace TextBrewer.Inference.Tests;

/// <summary>Texts as nobody means them: empty, long, torn, of every script and direction.</summary>
internal static class OddTexts
{
    private static readonly string[] Odd =
    [
        "", " ", "\0", "\t\n\r", "\uFEFF", "\u200B\u200D", "\uD83D", "\uDE00", "a\uD83D",
        "\uDE00b", "\uFFFD\uFFFE", "[CLS] [SEP] [PAD]", "[MASK", "...", "\u0301", "e\u0301\u0302\u0303",
        "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽", "שלום עולם", "مرحبا بالعالم", "\u202Eabc\u202C",
        "नमस्ते दुनिया", "สวัสดีชาวโลก", "こんにちは世界", "안녕하세요", "Привет", "Γειά",
        "İstanbul ıI", "ﬁ ﬀ ½ Ⅷ", "𝒜𝓃 𐍈 𠜎", "中文good电影",
        new string('a', 5000), string.Concat(Enumerable.Repeat("good ", 3000)), string.Concat(
            Enumerable.Repeat("e\u0301", 1000)), new string('好', 2000), new string('\0', 2000),
    ];

    // A script's letters, half a surrogate pair, a mark, a joiner, a control, white space.
    private static readonly Gen<string> Piece = Gen.OneOf(
        OneOf("good", "bad", "film", "好", "电", " ", ", ", "[SEP]", "\u200D", "\u0301", "\uFE0F", "\0", "\u0007", "\u2028"),
        Gen.Int[0, 0xFFFF].Select(unit => ((char)unit).ToString()),
        Gen.Int[0, 0x10FFFF].Where(value => Rune.IsValid(value)).Select(value => new Rune(value).ToString()));

    private static readonly Gen<string> Any = Gen.Frequency(
        (1, OneOf(Odd)),
        (8, Piece.Array[0, 30].Select(pieces => string.Concat(pieces))));

    /// <summary>So many of them, always the same; each odd one is there.</summary>
    internal static string[] Many(int count)
    {
        List<string> texts = [.. Odd];
        PCG random = new(1);
        while (texts.Count < count) texts.Add(Any.Generate(random, null, out _));
        return [.. texts];
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    /// <summary>Whether a place is in the text and not in the middle of a character of two units.</summary>
    internal static bool IsBoundary(string text, int place) =>
        place >= 0 && place <= text.Length && !(place > 0 && place < text.Length && char.IsSurrogatePair(text[place - 1], text[place]));
}
