namespace TextBrewer.Recipes.Reference;

/// <summary>A definition of a schema, and where in a recipe what it defines stands.</summary>
/// <param name="Definition">Its name.</param>
/// <param name="IsChange">Whether it says what differs from another: then no key is required, and null takes one out.</param>
internal sealed record SchemaPlaces(string Definition, bool IsChange)
{
    /// <summary>The places, the recipe itself the empty one; a list's element ends in <c>[]</c>, what bears a name of its own in
    /// <c>NAME</c>.</summary>
    public List<string> Places { get; } = [];
}
