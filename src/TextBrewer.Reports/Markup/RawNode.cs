using System.Text;

namespace TextBrewer.Reports.Markup;

/// <summary>The report's own style and script, as they are. Nothing else may go through here.</summary>
internal sealed class RawNode(string text) : Node
{
    internal override void Write(StringBuilder output) => output.Append(text);
}
