using System.Text;
using CsCheck;
using TextBrewer.Text.Characters;
using TextBrewer.Text.Normalizing;

namespace TextBrewer.Text.Tests.Normalizing;

public sealed class NormalizerTests
{
    [Theory]
    [InlineData(NormalizationForm.FormC, false, true)]
    [InlineData(NormalizationForm.FormD, false, false)]
    [InlineData(NormalizationForm.FormKC, true, true)]
    [InlineData(NormalizationForm.FormKD, true, false)]
    public void Unicode_form_of_any_text_is_as_ICU_has_it(NormalizationForm form, bool isCompatible, bool composes)
    {
        if ("é".Normalize(NormalizationForm.FormD).Length == 1) Assert.Skip("This process runs without ICU.");
        UnicodeForm normalizer = new(isCompatible, composes);
        for (int value = 0; value <= 0x10FFFF; value++)
            if (IsSettled(value)) Same(new Rune(value).ToString());
        // Letters, marks of several classes, parts of Korean syllables, and what may become one with its neighbour.
        string parts = "aeoAE\u0300\u0301\u0316\u0323\u0327\u0345\u0308\u031B가\u1100\u1161\u11A8각\u0F71\u0F72\u0F74ﬁ½ẛ\u1E9B"
            + "\u0344ÅΩ\u09C7\u09BE\u0DD9\u0DCF";
        Gen.String[Gen.Char[parts], 0, 20].Sample(Same, iter: 5000);

        void Same(string text)
        {
            string expected = text.Normalize(form), actual = Applied(normalizer, text).Text;
            Assert.True(
                string.Equals(expected, actual, StringComparison.Ordinal),
                $"{Codes(text)}: {Codes(actual)} instead of {Codes(expected)}");
        }
    }

    [Fact]
    public void Places_are_those_of_the_original()
    {
        Placed("é!", [(0, 1), (2, 3)], new UnicodeForm(false, true), "e\u0301!");
        Placed("e\u0301!", [(0, 1), (0, 1), (1, 2)], new UnicodeForm(false, false), "é!");
        Placed("fi1", [(0, 1), (0, 1), (1, 2)], new UnicodeForm(true, true), "ﬁ1");
        Placed("i\u0307a", [(0, 1), (0, 1), (1, 2)], new LowercaseNormalizer(), "İA");
        Placed("e!", [(0, 1), (2, 3)], FilterNormalizer.StripAccents, "e\u0301!");
        Placed("a b", [(0, 1), (2, 3), (3, 4)], FilterNormalizer.Nmt, "a\u0001\tb");
        Placed("▁▁a", [(0, 1), (0, 1), (0, 1)], new PrependNormalizer("▁▁"), "a");
        Placed("", [], new PrependNormalizer("▁"), "");
        Placed("a b", [(1, 2), (2, 3), (3, 4)], new StripNormalizer(true, true), " a b ");
        Placed("a b ", [(1, 2), (2, 3), (3, 4), (4, 5)], new StripNormalizer(true, false), " a b ");
        Placed("a b", [(0, 1), (3, 4), (4, 5)], new ReplaceNormalizer(TextPattern.Expression(" {2,}"), " "), "a   b");
        Placed("a--", [(0, 1), (2, 3), (2, 3)], new ReplaceNormalizer(TextPattern.Literal("``"), "--"), "a``");
    }

    private static void Placed(string text, (int, int)[] places, Normalizer normalizer, string original)
    {
        (string actual, (int, int)[] actualPlaces) = Applied(normalizer, original);
        Assert.Equal(text, actual);
        Assert.Equal(places, actualPlaces);
    }

    [Fact]
    public void Expression_sees_letters_of_two_units_as_letters()
    {
        Assert.Equal([(0, 4)], TextPattern.Expression(@"\p{L}+").Matches("𝔘𝔫"));
        Assert.Equal([(0, 2), (2, 3)], TextPattern.Expression(@"[^a]").Matches("👍b"));
        Assert.Empty(TextPattern.Expression(@"\d").Matches("𝔘"));
    }

    [Fact]
    public void Expression_that_would_not_end_is_stopped() => Assert.Contains(
        "takes too long",
        Assert.Throws<InvalidDataException>(
            () => TextPattern.Expression("(?=(a+)+$)b|(?=(a|aa)+$)").Matches(new string('a', 60) + "!")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Damaged_character_map_is_refused_or_maps_something() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            try
            {
                CharacterMap map = new([4, 0, 0, 0, .. bytes]);
                foreach (string text in new[] { "a", "é", "中", "👍" }) _ = map.Find(System.Text.Encoding.UTF8.GetBytes(text));
            }
            catch (FormatException)
            {
            }
        }, iter: 5000);

    private static (string Text, (int, int)[] Places) Applied(Normalizer normalizer, string text)
    {
        AlignedText from = new(), to = new();
        from.Append(text, 0, text.Length);
        normalizer.Apply(from, to, new TextPart(true, true));
        return (to.Text.ToString(), [.. Enumerable.Range(0, to.Length).Select(i => (to.StartOf(i), to.EndOf(i)))]);
    }

    /// <summary>Whether Unicode 14 and all later versions agree on a character, which ICU may be of.</summary>
    private static bool IsSettled(int value) => Rune.IsValid(value)
        && (value & 0xFFFE) != 0xFFFE && value is not (>= 0xFDD0 and <= 0xFDEF)
        && Rune.GetUnicodeCategory(new Rune(value)) != System.Globalization.UnicodeCategory.OtherNotAssigned
        && value is not ((>= 0x105C0 and <= 0x105FF) or (>= 0x11300 and <= 0x113FF) or (>= 0x16100 and <= 0x1613F)
            or (>= 0x16D40 and <= 0x16D7F) or (>= 0x1CCD0 and <= 0x1CCFF) or (>= 0x1E030 and <= 0x1E06D) or (>= 0x1E4D0 and <= 0x1E5FF)
            or 0xA7F1 or 0xA7F2 or 0xA7F3 or 0xA7F4);

    private static string Codes(string text) => string.Join(" ", text.EnumerateRunes().Select(rune => $"{rune.Value:X4}"));
}
