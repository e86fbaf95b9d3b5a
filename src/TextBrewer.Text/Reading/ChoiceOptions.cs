namespace TextBrewer.Text.Reading;

/// <summary>Which columns of a table are the question, its choices and the right one. A column is a name or a number from 0.</summary>
public sealed record ChoiceOptions
{
    /// <summary><c>tsv</c>, <c>csv</c> or <c>jsonl</c>; null: by the file's extension.</summary>
    public string? Format { get; init; }

    /// <summary>The column of the question or the text.</summary>
    public string Text { get; init; } = "context";

    /// <summary>A column for each choice; or one column whose cells are JSON arrays of all choices.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The label's column; null: unlabelled.</summary>
    public string? Label { get; init; } = "label";

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
