using System.Text;

namespace TextBrewer.Text.Normalizing;

/// <summary>
/// A text that is written anew from left to right, character by character, each said to stand for one or more of the old text's, or for
/// none. Places come out as Hugging Face's tokenizers have them: of several characters that become one, the first is what it stands for,
/// and one that is added stands where the one before it does.
/// </summary>
internal sealed class Rewriting(AlignedText from, AlignedText to)
{
    private int _at;

    /// <summary>Writes a character.</summary>
    /// <param name="rune">The character.</param>
    /// <param name="change">0: in place of the next old one; 1: added; −n: in place of the next 1 + n old ones.</param>
    internal void Write(Rune rune, int change)
    {
        if (change > 0 || _at >= from.Length)
        {
            if (_at == 0) to.Append(rune, from.StartOf(0), from.StartOf(0));
            else to.Append(rune, from.StartOf(_at - 1), from.EndOf(_at - 1));
            return;
        }
        to.Append(rune, from.StartOf(_at), from.EndOf(_at));
        Skip(1 - change);
    }

    /// <summary>Leaves old characters out.</summary>
    internal void Skip(int characters)
    {
        for (; characters > 0 && _at < from.Length; characters--) _at += from.RuneAt(_at).Utf16SequenceLength;
    }
}
