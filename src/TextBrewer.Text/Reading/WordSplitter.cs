using System.Text;
using TextBrewer.Text.Characters;

namespace TextBrewer.Text.Reading;

/// <summary>
/// Cuts a text that somebody typed into words: white space separates, each punctuation mark and each Chinese character stands alone.
/// </summary>
public static class WordSplitter
{
    /// <summary>Where each word stands, in UTF-16 units, end excluded. Everything but white space is in a word.</summary>
    public static IReadOnlyList<(int Start, int End)> Split(string text)
    {
        List<(int, int)> words = [];
        int start = -1;
        for (int at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out int length);
            bool space = CharacterClass.IsWhiteSpace(rune);
            if (space || CharacterClass.IsPunctuation(rune) || CharacterClass.IsChinese(rune.Value))
            {
                if (start >= 0) words.Add((start, at));
                if (!space) words.Add((at, at + length));
                start = -1;
            }
            else if (start < 0) start = at;
            at += length;
        }
        if (start >= 0) words.Add((start, text.Length));
        return words;
    }
}
