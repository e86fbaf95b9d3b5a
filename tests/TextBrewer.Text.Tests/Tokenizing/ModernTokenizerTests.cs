using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

/// <summary>Every golden text, pair and window of every golden <c>tokenizer.json</c>: ids, tokens, types and offsets.</summary>
public sealed class ModernTokenizerTests
{
    private const string Folder = "modern/tokenizer";
    private const int Whole = 1_000_000;

    [Fact]
    public void Encode_of_golden_texts_equals_the_reference() => Each((golden, tokenizer, wrong) =>
    {
        foreach (string kind in new[] { "single", "pairs", "truncated" })
        {
            if (!golden.TryGetProperty(kind, out JsonElement cases)) continue;
            foreach (JsonElement expected in cases.EnumerateArray())
            {
                int maxLength = expected.TryGetProperty("max_length", out JsonElement m) ? m.GetInt32() : Whole;
                Encoding actual = tokenizer.Encode(
                    expected.GetProperty("text").GetString()!,
                    expected.GetProperty("pair").GetString(),
                    maxLength);
                wrong($"{kind} '{expected.GetProperty("text")}'", GoldenEncoding.Difference(expected, actual));
            }
        }
    });

    [Fact]
    public void Windows_of_golden_questions_equal_the_reference() => Each((golden, tokenizer, wrong) =>
    {
        foreach (JsonElement expected in golden.GetProperty("windows").EnumerateArray())
        {
            JsonElement[] windows = [.. expected.GetProperty("windows").EnumerateArray()];
            string text = windows[0].GetProperty("text").GetString()!, pair = windows[0].GetProperty("pair").GetString()!;
            IReadOnlyList<Encoding> actual = tokenizer.Windows(
                text,
                pair,
                expected.GetProperty("max_length").GetInt32(),
                expected.GetProperty("stride").GetInt32());
            wrong($"windows of '{text}'", windows.Length == actual.Count ? null : $"{actual.Count} windows instead of {windows.Length}");
            // The reference gives a pair the template's types in the first window and type 1 in all others, whatever the template says.
            int type = windows[0].GetProperty("type_ids").EnumerateArray()
                .Zip(windows[0].GetProperty("sequence").EnumerateArray())
                .First(token => token.Second.ValueKind == JsonValueKind.Number && token.Second.GetInt32() == 1).First.GetInt32();
            foreach ((JsonElement one, Encoding window) in windows.Zip(actual))
                wrong($"window of '{text}'", GoldenEncoding.Difference(one, window, [.. one.GetProperty("type_ids").EnumerateArray()
                    .Zip(window.Sequence, (own, sequence) => sequence == 1 ? type : own.GetInt32())]));
        }
    });

    private static void Each(Action<JsonElement, ITokenizer, Action<string, string?>> check)
    {
        IReadOnlyList<string> names = Golden.Folders(Folder);
        Assert.NotEmpty(names);
        List<string> wrong = [];
        foreach (string name in names)
        {
            int cases = 0;
            check(
                Golden.Json($"{Folder}/{name}/expected.json"),
                Tokenizers.FromFolder(Golden.Path($"{Folder}/{name}")),
                (what, difference) =>
                {
                    cases++;
                    if (difference is not null) wrong.Add($"{name}, {what}: {difference}");
                });
            Assert.True(cases > 0, name);
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join("\n", wrong.Take(10))}");
    }
}
