namespace TextBrewer.Text.Reading;

/// <summary>A row of a table: its line and how a column's cell is found.</summary>
internal sealed record Row(int Line, Func<string, string> Cell);
