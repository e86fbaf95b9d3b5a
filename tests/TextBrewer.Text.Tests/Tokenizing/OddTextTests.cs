using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TextBrewer.Testing;
using TextBrewer.Text.Normalizing;
using TextBrewer.Text.Splitting;
using TextBrewer.Text.Tokenizing;
using Encoding = TextBrewer.Text.Tokenizing.Encoding;

namespace TextBrewer.Text.Tests.Tokenizing;

/// <summary>What holds for any text and any kind of tokenizer; <c>CsCheck_Iter</c> says of how many texts each.</summary>
public sealed class OddTextTests
{
    [Fact]
    public void Offsets_never_run_back_and_never_cut_a_character() => Each((name, tokenizer, text) =>
    {
        Encoding encoding = tokenizer.Encode(text, maxLength: TokenizerKinds.Whole);
        (int Start, int End) last = (0, 0);
        foreach (((int Start, int End) place, int sequence) in encoding.Offsets.Zip(encoding.Sequence))
        {
            if (sequence < 0) continue;
            Assert.True(place.Start >= last.Start && place.End >= last.End && place.Start <= place.End, $"{name}: {place} behind {last}");
            Assert.True(place.End <= text.Length && !IsInPair(text, place.Start) && !IsInPair(text, place.End), $"{name}: {place}");
            last = place;
        }
    });

    [Fact]
    public void Text_between_the_offsets_of_a_token_normalises_to_the_token() => Each((name, tokenizer, text) =>
    {
        Encoding encoding = tokenizer.Encode(text, maxLength: TokenizerKinds.Whole);
        for (int i = 0; i < encoding.Ids.Length; i++)
        {
            if (encoding.Sequence[i] < 0 || encoding.Ids[i] == tokenizer.UnknownId) continue;
            string token = encoding.Tokens[i];
            string own = text[encoding.Offsets[i].Start..encoding.Offsets[i].End];
            if (tokenizer.IsSpecial(encoding.Ids[i]) && own.TrimStart() == token) continue; // as it is written
            string around = Whole(text, encoding.Offsets[i]), written = Written(name, around);
            string bare = token.StartsWith("##", StringComparison.Ordinal) && name == "WordPiece" ? token[2..] : token.TrimStart('Ġ', '▁');
            if (IsByte(token)) Assert.Contains(Convert.FromHexString(token[3..5])[0], System.Text.Encoding.UTF8.GetBytes(written));
            else Assert.True(written.Contains(bare, StringComparison.Ordinal), $"{name}: '{around}', which is '{written}', for '{token}'");
        }
    });

    [Fact]
    public void Bytes_of_a_text_are_all_in_its_byte_level_tokens() => TokenizerKinds.OddText.Sample(text =>
    {
        string mapped = string.Concat(System.Text.Encoding.UTF8.GetBytes(text).Select(ByteAlphabet.Of));
        Encoding encoding = TokenizerKinds.Each["byte-level BPE"].Encode(text, maxLength: TokenizerKinds.Whole);
        if (!encoding.Ids[1..^1].Any(TokenizerKinds.Each["byte-level BPE"].IsSpecial))
            Assert.Equal(mapped, string.Concat(encoding.Tokens[1..^1]));
    });

    [Fact]
    public void Text_that_is_cut_is_the_whole_text_cut_afterwards() =>
        Gen.Select(TokenizerKinds.OddText, Gen.Int[4, 60]).Sample((text, maxLength) =>
        {
            foreach ((string name, ITokenizer tokenizer) in TokenizerKinds.Each)
            {
                Encoding whole = tokenizer.Encode(text, maxLength: TokenizerKinds.Whole);
                Encoding cut = tokenizer.Encode(text, maxLength: maxLength);
                int kept = Math.Min(maxLength, whole.Ids.Length) - 1;
                Assert.True(whole.Ids.Take(kept).SequenceEqual(cut.Ids.Take(kept)), name);
                Assert.Equal(whole.Offsets.Take(kept), cut.Offsets.Take(kept));
                Assert.Equal(whole.Ids.Length > maxLength, cut.Truncated);
                Assert.Equal(cut.Ids, tokenizer.EncodeInput(text, maxLength: maxLength).Input.Ids);
            }
        });

    // A token that would hold a space, and is in no text, forbids to take a text in parts; and what is not plain takes BERT's other way.
    [Fact]
    public void Text_in_parts_is_as_the_text_at_once()
    {
        Dictionary<string, ITokenizer> atOnce = SmallTokenizers.All.ToDictionary(kind => kind.Key, kind =>
        {
            JsonNode file = JsonNode.Parse(kind.Value)!;
            JsonNode vocabulary = file["model"]!["vocab"]!;
            int count = vocabulary is JsonArray array ? array.Count : vocabulary.AsObject().Count;
            file["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = count, ["content"] = "жж жж", ["normalized"] = true });
            return TokenizerKinds.Of(file.ToJsonString());
        });
        TokenizerKinds.OddText.Array[1, 12].Select(string.Concat).Sample(text =>
        {
            if (text.Contains('ж', StringComparison.Ordinal)) return;
            foreach ((string name, ITokenizer tokenizer) in atOnce)
            {
                Encoding parts = TokenizerKinds.Each[name].Encode(text, maxLength: TokenizerKinds.Whole);
                Encoding whole = tokenizer.Encode(text, maxLength: TokenizerKinds.Whole);
                Assert.True(
                    whole.Tokens.SequenceEqual(parts.Tokens),
                    $"{name}: {string.Join("|", parts.Tokens)} instead of {string.Join("|", whole.Tokens)}");
                Assert.Equal(whole.Offsets, parts.Offsets);
            }
        });
    }

    [Fact]
    public void Tokenizer_that_was_saved_is_the_same()
    {
        foreach (ITokenizer tokenizer in TokenizerKinds.Each.Values)
        {
            using TemporaryFolder folder = new();
            tokenizer.SaveTo(folder["saved"]);
            ITokenizer again = Tokenizers.FromFolder(folder["saved"]);
            Assert.Equal(tokenizer.Tokens, again.Tokens);
            Assert.Equal((tokenizer.PadId, tokenizer.UnknownId, tokenizer.MaskId), (again.PadId, again.UnknownId, again.MaskId));
            TokenizerKinds.OddText.Sample(text => Assert.Equal(tokenizer.Encode(text).Ids, again.Encode(text).Ids), iter: 20);
        }
    }

    private static void Each(Action<string, ITokenizer, string> check) => TokenizerKinds.OddText.Sample(text =>
    {
        foreach ((string name, ITokenizer tokenizer) in TokenizerKinds.Each) check(name, tokenizer, text);
    });

    private static bool IsInPair(string text, int at) =>
        at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) && char.IsLowSurrogate(text[at]);

    private static bool IsByte(string token) => token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>';

    /// <summary>
    /// The user's characters that a place touches, with marks behind control characters, which may be dropped: of a base and its marks that
    /// become one, the place is the first's.
    /// </summary>
    private static string Whole(string text, (int Start, int End) place)
    {
        int[] starts = [.. StringInfo.ParseCombiningCharacters(text), text.Length];
        int start = starts.Last(at => at <= place.Start), end = starts.First(at => at >= place.End);
        while (end < text.Length && char.GetUnicodeCategory(text[end]) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark) end++;
        return text[start..end];
    }

    private static string Written(string name, string text)
    {
        AlignedText from = new(), to = new();
        from.Append(text, 0, text.Length);
        foreach (Normalizer normalizer in ((PipelineTokenizer)TokenizerKinds.Each[name]).Pipeline.Normalizers)
        {
            to.Clear();
            normalizer.Apply(from, to, new TextPart(true, true));
            (from, to) = (to, from);
        }
        string normalized = from.Text.ToString();
        bool isOfBytes = ((PipelineTokenizer)TokenizerKinds.Each[name]).Pipeline.PreTokenizers.Any(one => one is ByteLevelSplit);
        return isOfBytes
            ? string.Concat(System.Text.Encoding.UTF8.GetBytes(normalized).Select(ByteAlphabet.Of))
            : normalized.Replace(' ', '▁');
    }
}
