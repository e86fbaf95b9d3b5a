using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace TextBrewer.Reports.Markup;

/// <summary>Text from anywhere: it is shown, never run.</summary>
internal sealed class TextNode(string text) : Node
{
    // Letters of every script stay letters; what HTML or a script could take for markup does not.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The text as it stands between tags or in quotes.</summary>
    internal static string Escape(string text) =>
        Encoder.Encode(text.Any(IsControl) ? string.Concat(text.Select(c => IsControl(c) ? '\uFFFD' : c)) : text);

    internal override void Write(StringBuilder output) => output.Append(Escape(text));

    // HTML has no way to write these.
    private static bool IsControl(char c) => char.IsControl(c) && c is not ('\t' or '\n' or '\r');
}
