namespace TextBrewer.Configuration;

/// <summary>The text is one of a few.</summary>
/// <param name="values">The texts that are allowed.</param>
internal sealed class OneOfAttribute(params string[] values) : RuleAttribute
{
    /// <summary>The texts that are allowed.</summary>
    public IReadOnlyList<string> Values => values;

    /// <inheritdoc/>
    public override string Demand => $"use {string.Join(", ", values[..^1])} or {values[^1]}";

    /// <inheritdoc/>
    public override bool Allows(object value) => values.Contains((string)value, StringComparer.Ordinal);
}
