namespace TextBrewer.Text.Reading;

/// <summary>What was read from a file: nothing is dropped in silence.</summary>
/// <param name="Examples">The number of examples.</param>
/// <param name="Warnings">What a person may want to know of, and how often it was met (<c>empty text</c>: 3).</param>
public sealed record ReadReport(int Examples, IReadOnlyDictionary<string, int> Warnings)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Warnings.Count == 0
            ? $"{Examples} examples"
            : $"{Examples} examples ({string.Join(", ", Warnings.Select(warning => $"{warning.Key}: {warning.Value}"))})";
}
