using System.Text.Json.Serialization;

namespace TextBrewer.Benchmarks.Results;

/// <summary>One figure of a benchmark, with what it must reach.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Value">The figure; null: it was not measured here, and <paramref name="Note"/> says why.</param>
/// <param name="Unit">Its unit; empty for a ratio.</param>
/// <param name="Bound">What the figure must keep; null: it is there for the reader.</param>
/// <param name="Note">A remark; null: none.</param>
internal sealed record ResultRow(
    string What,
    double? Value,
    string Unit,
    [property: JsonIgnore] Bound? Bound = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null)
{
    /// <summary>The bound in words; null: there is none.</summary>
    public string? Goal => Bound?.ToString();

    /// <summary>Whether the figure keeps its bound; null: there is no bound, or no figure.</summary>
    public bool? Holds => Bound is null || Value is null ? null : Bound.Keeps(Value.Value);
}
