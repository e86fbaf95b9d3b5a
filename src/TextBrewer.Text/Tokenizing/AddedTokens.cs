using System.Buffers;
using System.Text;
using TextBrewer.Text.Characters;

namespace TextBrewer.Text.Tokenizing;

/// <summary>Finds added tokens in texts: the first from the left, of those that begin at one place the longest.</summary>
internal sealed class AddedTokens
{
    private readonly (string Text, AddedToken Token)[] _tokens; // long ones first
    private readonly SearchValues<string>? _all;
    private readonly SearchValues<char> _firsts;
    private readonly int _longest;

    /// <param name="tokens">The tokens.</param>
    /// <param name="written">How a token is written in the texts that are searched.</param>
    internal AddedTokens(IEnumerable<AddedToken> tokens, Func<AddedToken, string> written)
    {
        _tokens = [.. tokens.Select(token => (Text: written(token), Token: token)).Where(pair => pair.Text.Length > 0)
            .OrderByDescending(pair => pair.Text.Length)];
        _all = _tokens.Length == 0 ? null : SearchValues.Create([.. _tokens.Select(pair => pair.Text)], StringComparison.Ordinal);
        _firsts = SearchValues.Create([.. _tokens.Select(pair => pair.Text[0])]);
        _longest = _tokens.Length == 0 ? 0 : _tokens[0].Text.Length;
    }

    /// <summary>
    /// Whether a text may be cut between a letter or digit and a space, and its parts searched one by one, with the same result.
    /// </summary>
    internal bool AreLocal => _tokens.All(pair => !pair.Token.StripsRight && !pair.Text.Contains(' ', StringComparison.Ordinal));

    /// <summary>The token that a text begins with, whatever stands around; null: none.</summary>
    internal AddedToken? At(ReadOnlySpan<char> text)
    {
        if (!_firsts.Contains(text[0])) return null;
        foreach ((string written, AddedToken token) in _tokens) if (text.StartsWith(written, StringComparison.Ordinal)) return token;
        return null;
    }

    /// <summary>The first token that begins in a part of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where the part begins; white space before it belongs to no token.</param>
    /// <param name="to">Where the part ends; the token may go on behind it.</param>
    internal AddedMatch? Find(ReadOnlySpan<char> text, int from, int to)
    {
        if (_all is null) return null;
        int end = Math.Min(text.Length, to + _longest - 1);
        for (int at = from; at < to;)
        {
            int next = text[at..end].IndexOfAny(_all);
            if (next < 0 || at + next >= to) return null;
            int start = at + next;
            (string written, AddedToken token) = Longest(text[start..]);
            at = start + written.Length;
            if (token.IsSingleWord && (IsWordBefore(text, start) || IsWordBehind(text, at))) continue;
            int first = token.StripsLeft ? from + text[from..start].TrimEnd().Length : start;
            int last = token.StripsRight ? text.Length - text[at..].TrimStart().Length : at;
            return new AddedMatch(token.Id, first, last);
        }
        return null;
    }

    private (string Text, AddedToken Token) Longest(ReadOnlySpan<char> text)
    {
        foreach ((string Text, AddedToken) pair in _tokens) if (text.StartsWith(pair.Text, StringComparison.Ordinal)) return pair;
        throw new InvalidOperationException("A token that was found is there.");
    }

    private static bool IsWordBefore(ReadOnlySpan<char> text, int at) =>
        Rune.DecodeLastFromUtf16(text[..at], out Rune rune, out _) == OperationStatus.Done && CharacterClass.IsWord(rune);

    private static bool IsWordBehind(ReadOnlySpan<char> text, int at) =>
        Rune.DecodeFromUtf16(text[at..], out Rune rune, out _) == OperationStatus.Done && CharacterClass.IsWord(rune);
}
