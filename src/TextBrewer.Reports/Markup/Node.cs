using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TextBrewer.Reports.Markup;

/// <summary>A piece of a page.</summary>
internal abstract class Node
{
    /// <summary>Text is a piece; no text is none.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator Node?(string? text) => text is null ? null : new TextNode(text);

    /// <summary>Writes it as HTML.</summary>
    internal abstract void Write(StringBuilder output);
}
