using System.Text;

namespace TextBrewer.Recipes.Reporting.Markup;

/// <summary>A piece of a page.</summary>
internal abstract class Node
{
    public static implicit operator Node(string text) => new TextNode(text);

    /// <summary>Writes it as HTML.</summary>
    internal abstract void Write(StringBuilder output);
}
