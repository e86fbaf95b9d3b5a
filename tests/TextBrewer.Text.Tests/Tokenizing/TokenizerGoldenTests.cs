using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

/// <summary>Every golden text, pair, truncated pair and window, in four modes: ids, tokens, types and offsets.</summary>
public sealed class TokenizerGoldenTests
{
    [Theory]
    [InlineData("en-uncased")]
    [InlineData("en-cased-mode")]
    [InlineData("zh")]
    [InlineData("zh-lower")]
    public void Encode_of_golden_texts_equals_the_reference(string mode)
    {
        (JsonElement golden, ITokenizer tokenizer) = Mode(mode);
        List<string> wrong = [];
        int cases = 0;
        foreach (string kind in new[] { "single", "pairs", "truncated" })
        {
            foreach (JsonElement expected in golden.GetProperty(kind).EnumerateArray())
            {
                cases++;
                int? maxLength = expected.TryGetProperty("max_length", out JsonElement m) ? m.GetInt32() : null;
                Encoding actual = tokenizer.Encode(
                    expected.GetProperty("text").GetString()!,
                    expected.GetProperty("pair").GetString(),
                    maxLength);
                if (GoldenEncoding.Difference(expected, actual) is { } difference)
                    wrong.Add($"{kind} '{expected.GetProperty("text")}': {difference}");
            }
        }
        Assert.True(cases > 0);
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {cases} wrong:\n{string.Join("\n", wrong.Take(10))}");
    }

    [Theory]
    [InlineData("en-uncased")]
    [InlineData("en-cased-mode")]
    [InlineData("zh")]
    [InlineData("zh-lower")]
    public void Windows_of_golden_questions_equal_the_reference(string mode)
    {
        (JsonElement golden, ITokenizer tokenizer) = Mode(mode);
        JsonElement[] cases = [.. golden.GetProperty("windows").EnumerateArray()];
        Assert.NotEmpty(cases);
        foreach (JsonElement expected in cases)
        {
            JsonElement[] windows = [.. expected.GetProperty("windows").EnumerateArray()];
            string text = windows[0].GetProperty("text").GetString()!, pair = windows[0].GetProperty("pair").GetString()!;
            IReadOnlyList<Encoding> actual = tokenizer.Windows(
                text,
                pair,
                expected.GetProperty("max_length").GetInt32(),
                expected.GetProperty("stride").GetInt32());
            Assert.Equal(windows.Length, actual.Count);
            for (int i = 0; i < windows.Length; i++) Assert.Null(GoldenEncoding.Difference(windows[i], actual[i]));
        }
    }

    private static (JsonElement Golden, ITokenizer Tokenizer) Mode(string mode)
    {
        JsonElement golden = Golden.Json($"tokenizer/{mode}.json");
        JsonElement strip = golden.GetProperty("strip_accents");
        return (golden, Tokenizers.WordPiece(
            Vocabulary.Load(Golden.Shared(Path.Combine("data", golden.GetProperty("vocabulary").GetString()!))),
            new TokenizerOptions
            {
                Lowercase = golden.GetProperty("lowercase").GetBoolean(),
                StripAccents = strip.ValueKind == JsonValueKind.Null ? null : strip.GetBoolean(),
                MaxLength = 1_000_000,
            }));
    }
}
