using TextBrewer.Reports.Pages;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Files;

namespace TextBrewer.Recipes.Runs;

/// <summary><c>report.html</c> of a run's folder, made of what the folder holds. No model is loaded.</summary>
public static class RunReport
{
    /// <summary>Whether a run's folder has its report, and nothing is left of one that was being written.</summary>
    internal static bool IsWritten(string folder)
    {
        string path = Path.Combine(folder, RunFileNames.Report);
        return File.Exists(path) && !File.Exists(path + DurableFile.Unfinished);
    }

    /// <summary>Writes the report of a run into its folder; the same folder gives the same bytes.</summary>
    /// <param name="folder">The run's folder, whether the run is complete or not.</param>
    /// <returns>The file.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It holds no run, or one of its files is not what a run writes.</exception>
    public static string Write(string folder)
    {
        string path = Path.Combine(folder, RunFileNames.Report);
        DurableFile.WriteText(path, ReportPage.Render(folder));
        return path;
    }
}
