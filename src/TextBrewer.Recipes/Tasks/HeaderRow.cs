namespace TextBrewer.Recipes.Tasks;

/// <summary>A first row that names the columns, read as an example because the columns are given as numbers.</summary>
internal static class HeaderRow
{
    /// <summary>What to do where the label of a row cannot be read; null: it is no first row of a table.</summary>
    /// <param name="line">The row's line.</param>
    /// <param name="path">The file.</param>
    internal static string? Cure(int line, string path) =>
        line == 1 && !Path.GetExtension(path).StartsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? "If the first row names the columns, set \"header\": true (--header); else correct the file, or set \"labels\"."
            : null;
}
