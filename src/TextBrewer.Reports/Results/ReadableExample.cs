namespace TextBrewer.Reports.Results;

/// <summary>An example as a person reads it.</summary>
public sealed record ReadableExample
{
    /// <summary>The text, or the question; null: it is in words.</summary>
    public string? Text { get; init; }

    /// <summary>The second text, or the passage; null: there is none.</summary>
    public string? Pair { get; init; }

    /// <summary>The choices; null: there are none.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The words of a text that is tagged; null: it is not.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>What is right; null: nobody has said it.</summary>
    public Answer? Gold { get; init; }
}
