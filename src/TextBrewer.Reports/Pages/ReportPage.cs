using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Sections;

namespace TextBrewer.Reports.Pages;

/// <summary>
/// The page of a run: one HTML text that asks nothing of any other place, made of what the run's folder holds. No model is loaded.
/// </summary>
public static class ReportPage
{
    /// <summary>The page of a run's folder; the same folder gives the same text.</summary>
    /// <param name="folder">The run's folder, whether the run is complete or not.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It holds no run, or one of its files is not what a run writes.</exception>
    public static string Render(string folder) => Render(ReportData.Read(folder));

    private static string Render(ReportData data)
    {
        Element?[] parts =
        [
            ModelsSection.Render(data),
            VersionsSection.Render(data),
            SeedsSection.Render(data),
            AblationSection.Render(data),
            StagesSection.Render(data),
            TrainingSection.Render(data),
            ConfusionSection.Render(data),
            CalibrationSection.Render(data),
            DifferenceSection.Render(data),
            ParitySection.Render(data),
            RecipeSection.Render(data),
            EnvironmentSection.Render(data),
        ];
        Element[] sections = [.. parts.OfType<Element>()];
        string style = Resource("report.css"), script = Resource("report.js");
        Element page = new Element("html",
            new Element("head",
                new Element("meta").With("charset", "utf-8"),
                // Nothing may be loaded, and no script may run but the one below, whatever the data hold.
                new Element("meta").With("http-equiv", "Content-Security-Policy").With(
                    "content",
                    $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; base-uri 'none'; form-action 'none'"),
                new Element("meta").With("name", "viewport").With("content", "width=device-width, initial-scale=1"),
                new Element("meta").With("name", "color-scheme").With("content", "light dark"),
                new Element("title", $"{data.Name} – TextBrewer report"),
                new Element("style", new RawNode(style))),
            new Element("body",
                new Element("main",
                [
                    new Element("button", "Theme").With("type", "button").With("id", "theme").With("hidden", "hidden"),
                    SummarySection.Render(data, Html.Contents(sections)),
                    .. sections,
                ]),
                new Element("script", new RawNode(script)))).With("lang", "en");
        StringBuilder output = new("<!doctype html>\n");
        page.Write(output);
        return output.ToString();
    }

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"TextBrewer.Reports.Pages.{name}")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
