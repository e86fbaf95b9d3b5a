using TextBrewer.Recipes.Runs;

namespace TextBrewer.Recipes.Reporting;

/// <summary>A task of a run.</summary>
internal sealed record TaskFacts
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

    internal static TaskFacts Of(TaskContext task) => new()
    {
        Name = task.Name.Length == 0 ? null : task.Name,
        Kind = task.Kind.Name,
        Labels = task.Task.Settings.Labels,
        Train = task.Labelled.Count,
        Extra = task.Extra.Count,
    };
}
