using System.Text;
using System.Text.Json.Nodes;
using TextBrewer.Text.Characters;
using TextBrewer.Text.Normalizing;

namespace TextBrewer.Text.Splitting;

/// <summary>Makes words of runs of characters of one kind; white space is left out.</summary>
/// <param name="type">What a <c>tokenizer.json</c> calls it.</param>
/// <param name="kind">A character's kind; 0 stands alone.</param>
internal sealed class RunSplit(string type, Func<Rune, int> kind) : PreTokenizer
{
    private const int Alone = 0;

    /// <summary>BERT's words: what stands between white space, each punctuation mark alone.</summary>
    internal static RunSplit Bert { get; } = new("BertPreTokenizer", rune => CharacterClass.IsPunctuation(rune) ? Alone : 1);

    /// <summary>Words of letters, digits and their like, and runs of all else (<c>\w+|[^\w\s]+</c>).</summary>
    internal static RunSplit Words { get; } = new("Whitespace", rune => CharacterClass.IsWord(rune) ? 1 : 2);

    /// <inheritdoc/>
    internal override bool CutsAtSpaces => true;

    /// <inheritdoc/>
    internal override JsonObject ToJson() => new() { ["type"] = type };

    /// <inheritdoc/>
    internal override void Cut(AlignedText from, int start, int end, CutText to)
    {
        int begun = start, last = Alone;
        for (int at = start, next; at < end; at = next)
        {
            Rune rune = from.RuneAt(at);
            next = at + rune.Utf16SequenceLength;
            bool isSpace = Rune.IsWhiteSpace(rune);
            int own = isSpace ? Alone : kind(rune);
            if (own == Alone || own != last)
            {
                to.AppendWord(from, begun, at);
                begun = isSpace ? next : at;
            }
            last = own;
        }
        to.AppendWord(from, begun, end);
    }
}
