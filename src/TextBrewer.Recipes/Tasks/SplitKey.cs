namespace TextBrewer.Recipes.Tasks;

/// <summary>What decides on which side of a split an example comes.</summary>
/// <param name="Stratum">What both sides have the same share of: its label; null: it has none, and stays where it is.</param>
/// <param name="Content">What stands on one side alone: its text, its passage.</param>
internal readonly record struct SplitKey(string? Stratum, string Content);
