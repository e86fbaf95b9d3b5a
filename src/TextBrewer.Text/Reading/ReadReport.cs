namespace TextBrewer.Text.Reading;

/// <summary>What a file held, oddities counted: nothing is dropped in silence.</summary>
public sealed record ReadReport(int Examples, IReadOnlyDictionary<string, int> Oddities)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Oddities.Count == 0
            ? $"{Examples} examples"
            : $"{Examples} examples ({string.Join(", ", Oddities.Select(o => $"{o.Key}: {o.Value}"))})";
}
