namespace TextBrewer.Text.Reading;

/// <summary>A text, or a pair, with its label as it stands in the file.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pair">The second text; null: there is none.</param>
/// <param name="Label">The label; null: unlabelled, or several (<see cref="Labels"/>).</param>
/// <param name="Line">The line of the file, from 1.</param>
public sealed record TextExample(string Text, string? Pair, string? Label, int Line)
{
    /// <summary>The example's name in the file; null: it has none.</summary>
    public string? Id { get; init; }

    /// <summary>The labels where an example may have any number of them, none included; null: it has one or is unlabelled.</summary>
    public IReadOnlyList<string>? Labels { get; init; }
}
