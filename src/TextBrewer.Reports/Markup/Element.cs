using System.Text;
using TextBrewer.Reports.Analysis;

namespace TextBrewer.Reports.Markup;

/// <summary>An element of HTML or SVG.</summary>
/// <param name="name">Its tag.</param>
/// <param name="children">What is in it; null is left out.</param>
internal sealed class Element(string name, params IEnumerable<Node?> children) : Node
{
    private static readonly string[] Void = ["meta", "br"];

    // A line of its own: the file can be read, and compared.
    private static readonly string[] Lines =
    [
        "html", "head", "body", "main", "section", "header", "footer", "h1", "h2", "h3", "p", "table", "tr", "figure", "svg", "details",
        "ul", "li", "style", "script", "nav", "div",
    ];

    private readonly List<KeyValuePair<string, string>> _attributes = [];

    /// <summary>What an attribute says.</summary>
    internal string this[string attribute] => _attributes.First(a => a.Key == attribute).Value;

    /// <summary>Adds an attribute.</summary>
    internal Element With(string attribute, string value)
    {
        _attributes.Add(new(attribute, value));
        return this;
    }

    /// <summary>Adds a place or a length of a drawing.</summary>
    internal Element With(string attribute, double value) => With(attribute, Numbers.Place(value));

    /// <summary>Says what it is for the style.</summary>
    internal Element Class(string names)
    {
        int at = _attributes.FindIndex(a => a.Key == "class");
        if (at < 0) return With("class", names);
        _attributes[at] = new("class", $"{_attributes[at].Value} {names}");
        return this;
    }

    internal override void Write(StringBuilder output)
    {
        output.Append('<').Append(name);
        foreach ((string attribute, string value) in _attributes) output.Append(' ').Append(attribute).Append("=\"")
            .Append(TextNode.Escape(value))
            .Append('"');
        output.Append('>');
        if (!Void.Contains(name))
        {
            foreach (Node? child in children) child?.Write(output);
            output.Append("</").Append(name).Append('>');
        }
        if (Lines.Contains(name)) output.Append('\n');
    }
}
