namespace TextBrewer.Text.Reading;

/// <summary>How a table is written.</summary>
/// <param name="Format">The format, or null: by the file's extension.</param>
/// <param name="Delimiter">What stands between columns; null: a comma, in TSV a tab.</param>
/// <param name="Header">Whether the first row names the columns; null: it does unless all columns are given as numbers.</param>
internal sealed record TableForm(string? Format, string? Delimiter, bool? Header);
