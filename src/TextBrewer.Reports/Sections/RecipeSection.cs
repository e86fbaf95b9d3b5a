using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;

namespace TextBrewer.Reports.Sections;

/// <summary>The recipe as the run resolved it.</summary>
internal static class RecipeSection
{
    internal static Element? Render(ReportData data) => data.Recipe is not { } recipe ? null : Html.Section("recipe", "Recipe",
        new Element("details",
            new Element(
                "summary",
                "The recipe with everything resolved: run it again with ",
                new Element("code", "textbrewer distill"),
                " or ",
                new Element("code", "train")),
            new Element("pre", recipe).With("tabindex", "0")));
}
