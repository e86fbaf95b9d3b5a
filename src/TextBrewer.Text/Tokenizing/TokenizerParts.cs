using TextBrewer.Text.Files;

namespace TextBrewer.Text.Tokenizing;

/// <summary>Reads the parts of a <c>tokenizer.json</c> that have a type.</summary>
internal static class TokenizerParts
{
    /// <summary>The type that a part says.</summary>
    internal static string TypeOf(JsonPlace part) => part.Get("type").Text();

    /// <summary>The parts of a list of them, one in another, or the one part alone.</summary>
    /// <param name="part">The part; null: none.</param>
    /// <param name="list">The key of the list.</param>
    internal static IEnumerable<JsonPlace> Flat(JsonPlace? part, string list)
    {
        if (part is not { } one) return [];
        return TypeOf(one) == "Sequence" ? one.Get(list).Items().SelectMany(item => Flat(item, list)) : [one];
    }

    /// <summary>Makes a part by its type.</summary>
    /// <param name="table">By type, what makes it.</param>
    /// <param name="part">The part.</param>
    /// <param name="kind">What such parts are called.</param>
    /// <exception cref="UnsupportedTokenizerException">The table has no such type.</exception>
    internal static T Make<T>(IReadOnlyDictionary<string, Func<JsonPlace, T>> table, JsonPlace part, string kind)
    {
        if (!table.TryGetValue(TypeOf(part), out Func<JsonPlace, T>? make)) throw Unsupported(
            part, $"the {kind} '{TypeOf(part)}', and TextBrewer has {string.Join(", ", table.Keys.Append("Sequence"))}.");
        return make(part);
    }

    internal static UnsupportedTokenizerException Unsupported(JsonPlace part, string what) =>
        new($"'{part.File}', {part.Path}: it asks for {what}");
}
