using System.Globalization;
using System.Text;

namespace TextBrewer.Text.Pieces;

/// <summary>
/// The tokens of a vocabulary that stand for bytes, &lt;0x00&gt; to &lt;0xFF&gt;, into which a character falls that has no other.
/// </summary>
internal sealed class ByteTokens
{
    private readonly int?[] _ids;

    internal ByteTokens(Func<string, int?> find) => _ids =
        [.. Enumerable.Range(0, 256).Select(value => find(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>")))];

    /// <summary>The tokens of a text's bytes; null: the vocabulary lacks one.</summary>
    internal int[]? Of(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        int[] ids = new int[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (_ids[bytes[i]] is not int id) return null;
            ids[i] = id;
        }
        return ids;
    }
}
