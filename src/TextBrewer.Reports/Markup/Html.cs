namespace TextBrewer.Reports.Markup;

/// <summary>The parts that the page's sections are made of.</summary>
internal static class Html
{
    /// <summary>A section with its heading.</summary>
    internal static Element Section(string id, string title, params IEnumerable<Node?> content) =>
        new Element("section", [new Element("h2", title), .. content]).With("id", id).With("aria-label", title);

    /// <summary>Links to the sections of the page.</summary>
    internal static Element Contents(IEnumerable<Element> sections) =>
        new Element("nav", sections.Select(section => new Element("a", section["aria-label"]).With("href", $"#{section["id"]}"))).With(
            "aria-label",
            "Contents");

    internal static Element Paragraph(params IEnumerable<Node?> content) => new("p", content);

    /// <summary>A sentence that explains what is shown.</summary>
    internal static Element Note(params IEnumerable<Node?> content) => new Element("p", content).Class("note");

    /// <summary>A table that scrolls in a box of its own where it is too wide.</summary>
    internal static Element Table(IEnumerable<Element> head, IEnumerable<Element> rows, string caption) => new Element("div",
        new Element("table",
            new Element("caption", caption),
            new Element("thead", new Element("tr", head)),
            new Element("tbody", rows))).Class("scroll").With("tabindex", "0").With("role", "group").With("aria-label", caption);

    /// <summary>A row; the first cell names it.</summary>
    internal static Element Row(Node head, params IEnumerable<Element> cells) =>
        new("tr", [new Element("th", head).With("scope", "row"), .. cells]);

    internal static Element Head(string text) => new Element("th", text).With("scope", "col");

    /// <summary>The head of a column of numbers.</summary>
    internal static Element NumberHead(string text) => Head(text).Class("number");

    internal static Element Cell(params IEnumerable<Node?> content) => new("td", content);

    /// <summary>A cell of a few words that stay on one line.</summary>
    internal static Element Words(string text) => Cell(text).Class("whole");

    internal static Element Number(string text) => Cell(text).Class("number");

    /// <summary>What the colours of a drawing stand for.</summary>
    internal static Element Legend(IEnumerable<(string Title, string Style)> entries) =>
        new Element("span", entries.Select(entry => new Element("span", Key(entry.Style), entry.Title))).Class("legend");

    /// <summary>A dot in a version's colour.</summary>
    internal static Element Key(string style) => new Element("i").Class($"key s-{style}").With("aria-hidden", "true");

    /// <summary>Drawings side by side where there is room.</summary>
    internal static Element Grid(IEnumerable<Node?> figures) => new Element("div", figures).Class("grid");

    /// <summary>A drawing with its title above.</summary>
    internal static Element Figure(Node title, Node drawing) => new("figure", new Element("figcaption", title), drawing);
}
