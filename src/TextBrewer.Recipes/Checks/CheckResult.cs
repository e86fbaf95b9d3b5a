using System.Text.Json;
using System.Text.Json.Serialization;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Checks;

/// <summary>What a check of a recipe found.</summary>
public sealed record CheckResult
{
    /// <summary>What is wrong or unwise.</summary>
    public required IReadOnlyList<CheckFinding> Findings { get; init; }

    /// <summary>The texts of each task.</summary>
    public IReadOnlyList<CheckedTexts> Texts { get; init; } = [];

    /// <summary>The intermediate matches of each task.</summary>
    public IReadOnlyList<CheckedMatch> Matches { get; init; } = [];

    /// <summary>The loss terms of a batch of each task that went through both models.</summary>
    public IReadOnlyList<CheckedLoss> Losses { get; init; } = [];

    /// <summary>What the run takes; null: it did not come so far.</summary>
    public CheckedNeed? Need { get; init; }

    /// <summary>How long it will take; null: nobody timed it.</summary>
    public CheckedDuration? Duration { get; init; }

    /// <summary>Seconds that the check took.</summary>
    public double Seconds { get; init; }

    /// <summary>Whether the run can work.</summary>
    [JsonIgnore]
    public bool IsSound => Findings.All(finding => finding.Severity != CheckSeverity.Error);

    /// <summary>The result as JSON, over several lines.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Options);
}
