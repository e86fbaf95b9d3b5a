namespace TextBrewer.Reports.Results;

/// <summary>A task of a run.</summary>
public sealed record TaskFacts
{
    /// <summary>Its name; null: it stands alone.</summary>
    public string? Name { get; init; }

    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Its labels in order.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Training inputs: examples, or the windows of passages.</summary>
    public long Train { get; init; }

    /// <summary>Further training inputs.</summary>
    public long Extra { get; init; }
}
