using System.Text;
using TextBrewer.Text.Characters;

namespace TextBrewer.Text.Tests.Characters;

public sealed class DecompositionTests
{
    [Fact]
    public void Every_character_is_taken_apart_as_ICU_does_it()
    {
        if ("é".Normalize(NormalizationForm.FormD).Length == 1) Assert.Skip("This process runs without ICU.");
        for (int value = 0; value <= 0x10FFFF; value++)
        {
            // Normalize refuses the noncharacters: the last two of each plane and 32 in the first.
            if (!Rune.IsValid(value) || (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF) continue;
            Rune rune = new(value);
            string expected = rune.ToString().Normalize(NormalizationForm.FormD), actual = string.Concat(Decomposition.Of(rune));
            Assert.True(string.Equals(expected, actual, StringComparison.Ordinal), $"U+{value:X4}");
        }
    }
}
