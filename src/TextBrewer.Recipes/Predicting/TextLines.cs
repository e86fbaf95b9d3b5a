using TextBrewer.Text.Reading;

namespace TextBrewer.Recipes.Predicting;

/// <summary>Texts of a file, read as data files are: what is not its encoding is refused.</summary>
public static class TextLines
{
    /// <summary>The lines of a file, a text each.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">Its encoding; null: UTF-8.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is empty, or not in its encoding; the message has file and line.</exception>
    public static IReadOnlyList<string> Read(string path, string? encoding = null) =>
        [.. TextFile.Read(path, new Warnings(), encoding).Lines().Select(line => line.Text.ToString())];

    /// <summary>A file as one text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">Its encoding; null: UTF-8.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is empty, or not in its encoding; the message has file and line.</exception>
    public static string ReadWhole(string path, string? encoding = null) => TextFile.Read(path, new Warnings(), encoding).Content;
}
