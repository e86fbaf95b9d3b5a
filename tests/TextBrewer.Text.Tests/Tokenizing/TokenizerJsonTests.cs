using System.Text.Json.Nodes;
using TextBrewer.Testing;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

/// <summary>What a <c>tokenizer.json</c> may ask for, and what is refused by name.</summary>
public sealed class TokenizerJsonTests
{
    private const string ByteLevel = "byte-level BPE";

    [Theory]
    [InlineData("model", """{"type":"WordLevel","vocab":{}}""", "is a WordLevel tokenizer, and TextBrewer reads WordPiece, BPE, Unigram")]
    [InlineData("normalizer", """{"type":"ByteLevel"}""", "the normalizer 'ByteLevel', and TextBrewer has NFC, NFD")]
    [InlineData(
        "pre_tokenizer",
        """{"type":"UnicodeScripts"}""",
        "the pre-tokenizer 'UnicodeScripts', and TextBrewer has BertPreTokenizer")]
    [InlineData("post_processor", """{"type":"Reversed"}""", "the post-processor 'Reversed', and TextBrewer has TemplateProcessing")]
    [InlineData(
        "pre_tokenizer",
        """{"type":"Split","pattern":{"Regex":"a++"},"behavior":"Isolated"}""",
        "a regular expression that .NET does not know")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"String":"a"},"behavior":"Halved"}""", "the behavior 'Halved'")]
    [InlineData(
        "post_processor",
        """{"type":"RobertaProcessing","sep":["</s>",7],"cls":["<s>",0]}""",
        "'</s>' is to have the id 7, and the vocabulary says 2")]
    [InlineData(
        "post_processor",
        """{"type":"RobertaProcessing","sep":["[SEP]",2],"cls":["<s>",0]}""",
        "'[SEP]' is to have the id 2, and the vocabulary lacks it")]
    [InlineData(
        "normalizer",
        """{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Odd"}]}""",
        "$.normalizer.normalizers[1]: it asks for the normalizer 'Odd'")]
    [InlineData("normalizer", """{"type":"Precompiled","precompiled_charsmap":"AAAA"}""", "no character map")]
    public void Part_that_is_not_there_is_refused_by_name(string key, string value, string says)
    {
        JsonNode file = JsonNode.Parse(SmallTokenizers.All[ByteLevel])!;
        file[key] = JsonNode.Parse(value);
        Refused(says, file);
    }

    [Fact]
    public void Vocabulary_that_is_not_whole_is_refused()
    {
        Changed(model => model["dropout"] = 0.1, "dropout of merges");
        Changed(model => model["merges"]!.AsArray().Add(new JsonArray("the", "zz")), "needs the token 'the'");
        Changed(model => model["merges"]!.AsArray().Add("a b c"), "a merge is of two tokens");
        Changed(model => model["vocab"]!["twice"] = 3, "'twice' has the id 3, which is outside of the vocabulary or given twice");
        Changed(model => model["unk_token"] = "[UNK]", "the vocabulary has no '[UNK]'");
        JsonNode unigram = JsonNode.Parse(SmallTokenizers.All["Unigram"])!;
        unigram["model"]!["unk_id"] = 1000;
        Refused("unk_id is 1000", unigram);
        unigram["model"]!["unk_id"] = 3;
        unigram["model"]!["vocab"]!.AsArray().Add(new JsonArray("a", -1));
        Refused("the vocabulary has 'a' twice", unigram);

        static void Changed(Action<JsonNode> change, string says)
        {
            JsonNode file = JsonNode.Parse(SmallTokenizers.All[ByteLevel])!;
            change(file["model"]!);
            Refused(says, file);
        }
    }

    [Fact]
    public void Special_token_that_is_missing_or_another_models_is_refused()
    {
        JsonNode file = JsonNode.Parse(SmallTokenizers.All[ByteLevel])!;
        Refused("has no '[MASK]', which the configuration beside it names as its mask_token", file, """{"mask_token":"[MASK]"}""");
        Refused("has no '[CLS]'", file, """{"cls_token":{"content":"[CLS]","lstrip":false}}""");
        Refused("truncation_side 'left'", file, """{"truncation_side":"left"}""");
        file["added_tokens"]![1]!["content"] = "<padding>";
        Refused("added_tokens gives '<padding>' the id 1, and in the vocabulary the next free one is", file);
        JsonObject vocabulary = file["model"]!["vocab"]!.AsObject();
        vocabulary.Remove("<pad>");
        vocabulary["<padding>"] = 1;
        Refused("has no token for padding", file);
        Assert.Equal(1, TokenizerKinds.Of(file.ToJsonString(), ("tokenizer_config.json", """{"pad_token":"<padding>"}""")).PadId);
    }

    [Fact]
    public void Added_tokens_are_found_as_they_ask_for()
    {
        JsonNode file = JsonNode.Parse(SmallTokenizers.All["Unigram without accents"])!;
        int next = file["model"]!["vocab"]!.AsArray().Count;
        JsonArray added = file["added_tokens"]!.AsArray();
        Add("whole", ("single_word", true));
        Add("left", ("lstrip", true));
        Add("right", ("rstrip", true));
        Add("Normal", ("normalized", true));
        Add("rightmost", ("rstrip", false));
        ITokenizer tokenizer = TokenizerKinds.Of(file.ToJsonString());

        Assert.Equal(["whole"], Found("a whole b"));
        Assert.Equal(["whole"], Found("whole"));
        Assert.Empty(Found("wholes 1whole"));
        Assert.Equal(["rightmost", "right"], Found("rightmost right ")); // the longest
        Assert.Equal(["Normal", "Normal"], Found("NÓRMAL normal")); // as it is when it is normalised
        Assert.Empty(Found("LEFT"));
        Encoding encoding = tokenizer.Encode("a  left  right  b");
        Assert.Equal((1, 7), encoding.Offsets[Array.IndexOf(encoding.Tokens, "left")]);
        Assert.Equal((9, 16), encoding.Offsets[Array.IndexOf(encoding.Tokens, "right")]);
        Assert.False(tokenizer.IsSpecial(next));
        Assert.False(tokenizer.ContinuesWord(next));

        void Add(string content, (string Key, bool Value) setting) => added.Add(new JsonObject
        {
            ["id"] = next + added.Count - 5,
            ["content"] = content,
            ["normalized"] = false,
            [setting.Key] = setting.Value,
        });

        string[] Found(string text) =>
            [.. tokenizer.Encode(text).Tokens.Where(token => token is "whole" or "left" or "right" or "Normal" or "rightmost")];
    }

    [Fact]
    public void Words_one_by_one_are_as_alone_and_the_first_gets_no_more_than_others()
    {
        foreach (ITokenizer tokenizer in TokenizerKinds.Each.Values)
        {
            string[] words = ["the", "quick", "", "中文!", "the"];
            WordEncoding encoding = tokenizer.EncodeWords(words, 100);
            for (int i = 0; i < words.Length; i++)
            {
                int[] alone = [.. tokenizer.Encode(words[i]).Ids.Skip(1).SkipLast(1)];
                Assert.Equal(
                    alone.Length == 0 ? [tokenizer.UnknownId] : alone,
                    encoding.Ids.Where((_, place) => encoding.Words[place] == i));
            }
            Assert.Equal(words.Length, encoding.First.Count(first => first));
        }
    }

    [Fact]
    public void Tokens_that_go_on_with_a_word_are_those_without_a_space_before_them()
    {
        ITokenizer bytes = TokenizerKinds.Each[ByteLevel], pieces = TokenizerKinds.Each["Unigram"];
        Assert.Equal([false, true, false, false, false], new[] { "Ġthe", "a", "Ġ", "!", "ä¸Ń" }.Select(token => Continues(bytes, token)));
        Assert.Equal([false, true, false, false, false], new[] { "▁the", "a", "▁", "!", "中" }.Select(token => Continues(pieces, token)));
        Assert.All(
            [bytes.PadId, bytes.UnknownId, bytes.MaskId!.Value, 0, 2],
            id => Assert.True(bytes.IsSpecial(id) && !bytes.ContinuesWord(id)));

        static bool Continues(ITokenizer tokenizer, string token) =>
            tokenizer.ContinuesWord(tokenizer.Tokens.Index().First(one => one.Item == token).Index);
    }

    [Theory]
    [InlineData("the ")]
    [InlineData("中a ")]
    [InlineData("<mask>")]
    public void Endless_text_takes_memory_for_its_tokens_alone(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 1_000_000));
        foreach ((string name, ITokenizer tokenizer) in TokenizerKinds.Each)
        {
            if (name is "BPE with byte fallback" or "BPE by a regular expression") continue; // a word may go on over spaces
            if (part == "<mask>" && tokenizer.Tokens[tokenizer.MaskId!.Value] != part) continue; // a text without spaces
            tokenizer.Encode(text, maxLength: 128);
            long before = GC.GetAllocatedBytesForCurrentThread();
            tokenizer.Encode(text, maxLength: 128);
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < 100_000, $"{name}: {taken}");
        }
    }

    private static void Refused(string says, JsonNode file, string config = "{}")
    {
        string message = Assert.Throws<InvalidDataException>(
            () => TokenizerKinds.Of(file.ToJsonString(), ("tokenizer_config.json", config))).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        string source = config.Contains("truncation", StringComparison.Ordinal) ? "tokenizer_config.json" : "tokenizer.json";
        Assert.Contains(source, message, StringComparison.Ordinal);
    }
}
