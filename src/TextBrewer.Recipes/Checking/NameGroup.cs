namespace TextBrewer.Recipes.Checking;

/// <summary>Names of one kind.</summary>
/// <param name="Title">The kind, for a person.</param>
/// <param name="Key">Where a recipe has them.</param>
/// <param name="Names">The names.</param>
internal sealed record NameGroup(string Title, string Key, IReadOnlyList<NameLine> Names);
