namespace TextBrewer.Recipes.Tasks;

/// <summary>Takes some of many, evenly from the first to the last: files are often sorted.</summary>
internal static class Spread
{
    /// <summary>At most so many items, in their order.</summary>
    internal static T[] Of<T>(IReadOnlyList<T> items, int most)
    {
        int count = Math.Min(most, items.Count);
        return [.. Enumerable.Range(0, count).Select(i => items[(int)((long)i * items.Count / count)])];
    }
}
