using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TextBrewer.Text.Characters;

/// <summary>
/// A literal text, or a regular expression, that a tokenizer's file looks for. An expression is not believed to end: it runs in time that
/// grows with the text where the engine can do that, else within a limit.
/// </summary>
internal sealed class TextPattern
{
    private const int LongestExpression = 10_000;

    // Of a match, and of all in a text of this many characters; of a longer one in proportion.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);
    private const int LimitedLength = 100_000;

    // By category a character of 16 bits with the same properties: .NET's expressions see halves of the others.
    private static readonly string StandIns =
        "\uA640\uA641\u01C5\u02B0\uA000\u0300\u0903\u0488\u0660\u2160\u00BC\u2028\u2028\u2028\u0001\u2061\uFFFD\uE000\u203F\u2010\u2045"
        + "\u2046\u00AB\u00BB\u203D\u2200\u20A0\u02C2\u2600\u0378";

    private readonly Regex? _expression;

    private TextPattern(string source, Regex? expression) => (Source, _expression) = (source, expression);

    /// <summary>The text or the expression.</summary>
    internal string Source { get; }

    /// <summary>Whether it is a regular expression.</summary>
    internal bool IsExpression => _expression is not null;

    internal static TextPattern Literal(string text) => new(text, null);

    /// <exception cref="ArgumentException">It is none that .NET knows.</exception>
    internal static TextPattern Expression(string source)
    {
        if (source.Length > LongestExpression)
            throw new ArgumentException($"the expression has {source.Length} characters, and {LongestExpression} are allowed");
        const RegexOptions Options = RegexOptions.CultureInvariant;
        try
        {
            return new(source, new Regex(source, Options | RegexOptions.NonBacktracking, Limit));
        }
        catch (NotSupportedException) // it looks ahead or back
        {
            return new(source, new Regex(source, Options | RegexOptions.Compiled, Limit));
        }
    }

    /// <summary>How a <c>tokenizer.json</c> writes it.</summary>
    internal JsonObject ToJson() => new() { [IsExpression ? "Regex" : "String"] = Source };

    /// <summary>Where it stands in a text, from left to right, in UTF-16 units; a match may be empty.</summary>
    /// <exception cref="InvalidDataException">The expression takes too long.</exception>
    internal List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        List<(int, int)> matches = [];
        if (_expression is null)
        {
            if (Source.Length == 0) return matches;
            for (int at = 0, next; (next = text[at..].IndexOf(Source, StringComparison.Ordinal)) >= 0; at += next + Source.Length)
                matches.Add((at + next, at + next + Source.Length));
            return matches;
        }
        if (!HasPairs(text))
        {
            Match(text, null, matches);
            return matches;
        }
        (char[] units, int[] places) = WithoutPairs(text);
        Match(units, places, matches);
        return matches;
    }

    private void Match(ReadOnlySpan<char> text, int[]? places, List<(int Start, int End)> matches)
    {
        long begun = Stopwatch.GetTimestamp();
        TimeSpan whole = Limit * (1 + (text.Length / LimitedLength));
        try
        {
            foreach (ValueMatch match in _expression!.EnumerateMatches(text))
            {
                (int start, int end) = (match.Index, match.Index + match.Length);
                matches.Add(places is null ? (start, end) : (places[start], places[end]));
                if (Stopwatch.GetElapsedTime(begun) > whole) throw new RegexMatchTimeoutException();
            }
        }
        catch (RegexMatchTimeoutException problem)
        {
            throw new InvalidDataException($"The tokenizer's regular expression '{Short(Source)}' takes too long on a text of "
                + $"{text.Length} characters: use another tokenizer.", problem);
        }
    }

    private static bool HasPairs(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;

    /// <summary>The text with one unit for each character, and where each stands; behind the last, the text's end.</summary>
    private static (char[] Units, int[] Places) WithoutPairs(ReadOnlySpan<char> text)
    {
        List<char> units = new(text.Length);
        List<int> places = new(text.Length + 1);
        int at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            units.Add(rune.IsBmp ? (char)rune.Value : StandIns[(int)Rune.GetUnicodeCategory(rune)]);
            places.Add(at);
            at += rune.Utf16SequenceLength;
        }
        places.Add(at);
        return ([.. units], [.. places]);
    }

    private static string Short(string source) => source.Length <= 60 ? source : source[..60] + "…";
}
