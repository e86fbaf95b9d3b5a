namespace TextBrewer.Reports.Results;

/// <summary>A line of <c>predictions.jsonl</c>: a dev example, and what each of the run's models says about it.</summary>
public sealed record PredictionLine
{
    /// <summary>The version of the format.</summary>
    public int Format { get; init; } = PredictionsFile.NewestFormat;

    /// <summary>The task's name; null: it stands alone.</summary>
    public string? Task { get; init; }

    /// <summary>The dev set's name; null: it stands alone.</summary>
    public string? Set { get; init; }

    /// <summary>The example's number in its set, from 1.</summary>
    public required int Example { get; init; }

    /// <summary>The text, or the question.</summary>
    public string? Text { get; init; }

    /// <summary>The second text, or the passage.</summary>
    public string? Pair { get; init; }

    /// <summary>The choices.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The words that are tagged.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>What is right.</summary>
    public Answer? Gold { get; init; }

    /// <summary>What each version says: <c>teacher</c>, <c>student</c>, <c>baseline</c>, …</summary>
    public required IReadOnlyDictionary<string, PredictionRecord> Versions { get; init; }
}
