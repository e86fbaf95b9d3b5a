using System.Text.Json;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

/// <summary>What the reference implementation makes of a text.</summary>
internal static class GoldenEncoding
{
    /// <summary>Where an encoding is another one; null: nowhere.</summary>
    /// <param name="expected">The reference.</param>
    /// <param name="actual">The encoding.</param>
    /// <param name="types">The token types that are right where the reference is not; null: its own.</param>
    internal static string? Difference(JsonElement expected, Encoding actual, IReadOnlyList<int>? types = null)
    {
        string[] tokens = [.. expected.GetProperty("tokens").EnumerateArray().Select(e => e.GetString()!)];
        if (!tokens.SequenceEqual(actual.Tokens)) return $"tokens {string.Join("|", actual.Tokens)} instead of {string.Join("|", tokens)}";
        if (!Numbers("ids").SequenceEqual(actual.Ids)) return "ids";
        if (!(types ?? Numbers("type_ids")).SequenceEqual(actual.TypeIds)) return "type ids";
        if (!expected.GetProperty("sequence").EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Null ? -1 : e.GetInt32())
            .SequenceEqual(actual.Sequence)) return "sequence";
        (int, int)[] offsets = [.. expected.GetProperty("offsets_utf16").EnumerateArray().Select(e => (e[0].GetInt32(), e[1].GetInt32()))];
        return offsets.SequenceEqual(actual.Offsets)
            ? null
            : $"offsets {string.Join(" ", actual.Offsets)} instead of {string.Join(" ", offsets)}";

        IEnumerable<int> Numbers(string key) => expected.GetProperty(key).EnumerateArray().Select(e => e.GetInt32());
    }
}
