namespace TextBrewer.Text.Reading;

/// <summary>Which columns of a table mean what. A column is a name or a number from 0.</summary>
public sealed record TableOptions
{
    /// <summary><c>tsv</c>, <c>csv</c> or <c>jsonl</c>; null: by the file's extension.</summary>
    public string? Format { get; init; }

    /// <summary>The text's column.</summary>
    public string Text { get; init; } = "sentence";

    /// <summary>The second text's column; null: there is none.</summary>
    public string? Pair { get; init; }

    /// <summary>The column of an example's name; null: there is none.</summary>
    public string? Id { get; init; }

    /// <summary>The label's column; null: unlabelled. A JSON list in it means several labels.</summary>
    public string? Label { get; init; } = "label";

    /// <summary>
    /// What stands between several labels in one cell: <c>,</c> for <c>joy,love</c>. An empty cell has no label. Null: a cell is one label.
    /// </summary>
    public string? LabelSeparator { get; init; }

    /// <summary>
    /// A column for each label, 1 where the example has it and 0 where not; then <see cref="Label"/> does not count. Null: labels stand in
    /// one column.
    /// </summary>
    public IReadOnlyList<string>? LabelColumns { get; init; }

    /// <summary>
    /// Columns and what they must hold for a row to count (<c>language</c>: <c>zh</c>); other rows are counted and left out. Null: every
    /// row counts.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Where { get; init; }

    /// <summary>
    /// Other names for labels as they stand in the file (<c>contradictory</c>: <c>contradiction</c>); an empty name means unlabelled. Null:
    /// they stay.
    /// </summary>
    public IReadOnlyDictionary<string, string>? LabelNames { get; init; }

    /// <summary>What stands between the columns of a CSV or TSV file; null: a comma, in TSV a tab.</summary>
    public string? Delimiter { get; init; }

    /// <summary>The file's encoding, like <c>windows-1252</c> or <c>gbk</c>; null: UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether the first row names the columns; null: it does unless all columns are given as numbers.</summary>
    public bool? Header { get; init; }
}
