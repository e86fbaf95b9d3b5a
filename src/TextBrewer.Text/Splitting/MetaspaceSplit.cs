using System.Text;
using System.Text.Json.Nodes;
using TextBrewer.Text.Normalizing;

namespace TextBrewer.Text.Splitting;

/// <summary>
/// SentencePiece's words (Kudo and Richardson 2018): spaces become a visible mark, ▁, which begins the word behind it.
/// </summary>
/// <param name="mark">The mark.</param>
/// <param name="prepend">Which texts get a mark before them where they do not begin with one; it stands where their first character
/// does.</param>
/// <param name="cutsWords">Whether the text is cut before each mark; else it is one word.</param>
internal sealed class MetaspaceSplit(Rune mark, PrependScheme prepend, bool cutsWords) : PreTokenizer
{
    /// <inheritdoc/>
    internal override bool CutsAtSpaces => cutsWords;

    /// <inheritdoc/>
    internal override JsonObject ToJson() => new()
    {
        ["type"] = "Metaspace",
        ["replacement"] = mark.ToString(),
        ["prepend_scheme"] = prepend switch
        {
            PrependScheme.Always => "always",
            PrependScheme.First => "first",
            _ => "never",
        },
        ["split"] = cutsWords,
    };

    /// <inheritdoc/>
    internal override void Cut(AlignedText from, int start, int end, CutText to)
    {
        if (start == end) return;
        bool isWanted = prepend == PrependScheme.Always || (prepend == PrependScheme.First && from.StartOf(start) == 0);
        if (isWanted && Marked(from.RuneAt(start)) != mark) to.Text.Append(mark, from.StartOf(start), from.EndOf(start));
        for (int at = start, next; at < end; at = next)
        {
            Rune rune = from.RuneAt(at);
            next = at + rune.Utf16SequenceLength;
            Rune written = Marked(rune);
            if (cutsWords && written == mark) to.EndWord();
            to.Text.Append(written, from.StartOf(at), from.EndOf(at));
        }
        to.EndWord();
    }

    private Rune Marked(Rune rune) => rune.Value == ' ' ? mark : rune;
}
