namespace TextBrewer.Text.Reading;

/// <summary>A row of a table.</summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Cell">A column's cell as text.</param>
/// <param name="Items">A column's cell as the list that it is; null: it is a text.</param>
internal sealed record Row(int Line, Func<string, string> Cell, Func<string, IReadOnlyList<string>?> Items);
