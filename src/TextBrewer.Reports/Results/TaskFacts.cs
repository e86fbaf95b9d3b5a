namespace TextBrewer.Reports.Results;

/// <summary>A task of a run.</summary>
public sealed record TaskFacts
{
    /// <summary>The task's name; null: it is the run's only one.</summary>
    public string? Name { get; init; }

    /// <summary>The task's kind, as the recipe names it.</summary>
    public required string Kind { get; init; }

    /// <summary>The task's labels in order.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Training inputs: examples, or the windows of passages.</summary>
    public long Train { get; init; }

    /// <summary>Further training inputs.</summary>
    public long Extra { get; init; }

    /// <summary>Training inputs that were cut from plain text.</summary>
    public long Raw { get; init; }

    /// <summary>Copies of the training inputs with other words, which an epoch has beside them.</summary>
    public IReadOnlyList<AugmentationFacts> Augmented { get; init; } = [];
}
