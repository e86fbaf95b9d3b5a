namespace TextBrewer.Recipes.Checks;

/// <summary>Something that a check found.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Where">The place in the recipe, as a JSON path.</param>
/// <param name="What">What it is, a sentence.</param>
/// <param name="Cure">What to do about it, a sentence; null: <paramref name="What"/> says it.</param>
public sealed record CheckFinding(CheckSeverity Severity, string Where, string What, string? Cure = null)
{
    internal static CheckFinding Warning(string where, string what, string cure) => new(CheckSeverity.Warning, where, what, cure);

    internal static CheckFinding Error(string where, string what, string? cure = null) => new(CheckSeverity.Error, where, what, cure);

    /// <summary>All of it in one line; what is about the whole recipe names no place.</summary>
    public override string ToString() => $"{(Where == "$" ? "" : $"{Where}: ")}{What}{(Cure is null ? "" : $" {Cure}")}";
}
