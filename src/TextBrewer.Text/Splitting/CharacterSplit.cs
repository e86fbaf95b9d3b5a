using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TextBrewer.Text.Characters;
using TextBrewer.Text.Normalizing;

namespace TextBrewer.Text.Splitting;

/// <summary>Cuts at characters of a kind.</summary>
/// <param name="json">How a <c>tokenizer.json</c> writes it.</param>
/// <param name="isCut">Whether a character is of the kind.</param>
/// <param name="behavior">What becomes of them.</param>
/// <param name="cutsAtSpaces">Whether spaces are of the kind.</param>
internal sealed class CharacterSplit(JsonObject json, Func<Rune, bool> isCut, SplitBehavior behavior, bool cutsAtSpaces = false)
    : PreTokenizer
{
    /// <summary>Words are what stands between white space.</summary>
    internal static CharacterSplit WhiteSpace { get; } = new(
        new() { ["type"] = "WhitespaceSplit" },
        Rune.IsWhiteSpace,
        SplitBehavior.Removed,
        cutsAtSpaces: true);

    internal static CharacterSplit Punctuation(SplitBehavior behavior) => new(
        new() { ["type"] = "Punctuation", ["behavior"] = $"{behavior}" },
        CharacterClass.IsPunctuation,
        behavior);

    internal static CharacterSplit Digits(bool individual) => new(
        new() { ["type"] = "Digits", ["individual_digits"] = individual },
        rune => Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber,
        individual ? SplitBehavior.Isolated : SplitBehavior.Contiguous);

    internal static CharacterSplit Delimiter(Rune delimiter) => new(
        new() { ["type"] = "CharDelimiterSplit", ["delimiter"] = delimiter.ToString() },
        rune => rune == delimiter,
        SplitBehavior.Removed,
        cutsAtSpaces: delimiter.Value == ' ');

    /// <inheritdoc/>
    internal override bool CutsAtSpaces => cutsAtSpaces;

    /// <inheritdoc/>
    internal override JsonObject ToJson() => json.DeepClone().AsObject();

    /// <inheritdoc/>
    internal override void Cut(AlignedText from, int start, int end, CutText to)
    {
        WordSplit words = new(from, to, behavior);
        int last = start;
        for (int at = start, next; at < end; at = next)
        {
            Rune rune = from.RuneAt(at);
            next = at + rune.Utf16SequenceLength;
            if (!isCut(rune)) continue;
            words.Add(last, at, isMatch: false);
            words.Add(at, next, isMatch: true);
            last = next;
        }
        words.Add(last, end, isMatch: false);
        words.End();
    }
}
