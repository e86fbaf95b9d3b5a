namespace TextBrewer.Recipes.Tasks.Augmenting;

/// <summary>A word of an example: a token with those that go on with it.</summary>
/// <param name="Start">Its first token, counted from the first of its region.</param>
/// <param name="Length">How many tokens it has.</param>
/// <param name="Number">Its place among the example's words of a single token, from 0; −1: it has several, or is a part of a word.</param>
internal readonly record struct Word(int Start, int Length, int Number)
{
    /// <summary>The token that stands in its place; null: its own do.</summary>
    internal int? Replacement { get; init; }
}
