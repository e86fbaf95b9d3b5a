using System.Buffers;
using System.Collections.Frozen;

namespace TextBrewer.Text.Reading;

/// <summary>
/// Cuts a paragraph into sentences, in English, Chinese and whatever ends its sentences alike, by rules alone. 。！？ end a sentence
/// wherever they stand; . ! ? … do before white space, unless what follows begins with a small letter; closing quotes and brackets
/// belong to the sentence before them. A point does not end one after an initial, a title (<c>Dr.</c>), an abbreviation with points
/// inside (<c>U.S.</c>), the number of an item (<c>1. First</c>), or where a number follows what is numbered (<c>No. 5</c>).
/// </summary>
internal static class SentenceCutter
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(".!?…。！？｡؟।");

    // What a Chinese or Japanese sentence ends with stands without white space behind it.
    private const string WideEnds = "。！？｡";

    private const string Closing = "\"'”’»›)]}」』）】》〉〕";

    private const string Opening = "\"'“‘«‹([{「『（【《〈〔¿¡*-–—";

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Titles = Words(
        "Mr Mrs Ms Mx Dr Prof St Gen Col Maj Capt Lt Sgt Cpl Rev Fr Gov Sen Rep Pres Hon Messrs Mme Mlle Sr Sra vs cf al approx ca viz");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Numbered = Words(
        "No Nos Nr Fig Figs Eq Eqs Vol Vols Ch Sec Art Para p pp Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec");

    /// <summary>Where each sentence stands, without white space at its ends; a text of white space has none.</summary>
    internal static IEnumerable<Range> Cut(string text)
    {
        int start = 0;
        for (int at = Next(text, 0); at < text.Length; at = Next(text, at))
        {
            int first = at;
            while (at < text.Length && Ends.Contains(text[at])) at++;
            bool isWide = WideEnds.Contains(text[at - 1], StringComparison.Ordinal);
            int marks = at;
            while (at < text.Length && Closing.Contains(text[at], StringComparison.Ordinal)) at++;
            if (!isWide && !EndsBefore(text, at, start, first, marks - first)) continue;
            if (Trimmed(text, start, at) is { } sentence) yield return sentence;
            start = at;
        }
        if (Trimmed(text, start, text.Length) is { } last) yield return last;
    }

    private static int Next(string text, int from)
    {
        int at = text.AsSpan(from).IndexOfAny(Ends);
        return at < 0 ? text.Length : from + at;
    }

    /// <summary>Whether marks that stand before white space end a sentence.</summary>
    /// <param name="text">The paragraph.</param>
    /// <param name="behind">Behind the marks and what closes after them.</param>
    /// <param name="start">Where the sentence began.</param>
    /// <param name="mark">The first of the marks.</param>
    /// <param name="marks">How many there are.</param>
    private static bool EndsBefore(string text, int behind, int start, int mark, int marks)
    {
        int next = behind;
        while (next < text.Length && char.IsWhiteSpace(text[next])) next++;
        if (next == text.Length) return true;
        if (next == behind) return false;
        char following = text[next];
        while (next + 1 < text.Length && Opening.Contains(text[next], StringComparison.Ordinal)) following = text[++next];
        if (char.IsLower(following)) return false;
        return marks > 1 || text[mark] != '.' || !IsAbbreviated(text.AsSpan(start, mark - start).TrimStart(), following);
    }

    /// <summary>Whether the point behind a text belongs to its last word.</summary>
    private static bool IsAbbreviated(ReadOnlySpan<char> before, char following)
    {
        int from = before.Length;
        while (from > 0 && (char.IsLetterOrDigit(before[from - 1]) || before[from - 1] == '.')) from--;
        ReadOnlySpan<char> word = before[from..];
        if (word.IsEmpty) return false;
        // "1. First": what stands at the start of a line is the number of an item.
        if (word.Length == before.Length && !word.ContainsAnyExceptInRange('0', '9')) return true;
        if (word.Length == 1) return char.IsUpper(word[0]) && word[0] != 'I';
        if (word.Contains('.')) return char.IsLetter(word[0]);
        return Titles.Contains(word) || (char.IsDigit(following) && Numbered.Contains(word));
    }

    private static Range? Trimmed(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return start < end ? start..end : null;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
