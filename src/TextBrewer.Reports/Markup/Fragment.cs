using System.Text;

namespace TextBrewer.Reports.Markup;

/// <summary>Several pieces in a row.</summary>
internal sealed class Fragment(params IEnumerable<Node?> children) : Node
{
    internal override void Write(StringBuilder output)
    {
        foreach (Node? child in children) child?.Write(output);
    }
}
