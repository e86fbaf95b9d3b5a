using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace TextBrewer.Reports.Tests;

/// <summary>A page read as a browser reads it.</summary>
internal static class HtmlPage
{
    /// <summary>The page; anything that HTML does not allow is an error.</summary>
    internal static IHtmlDocument Parse(string html) =>
        new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(html);

    /// <summary>What a person reads in a part of it.</summary>
    internal static string Text(IElement element) => element.TextContent.Replace('\u00A0', ' ').Trim();
}
