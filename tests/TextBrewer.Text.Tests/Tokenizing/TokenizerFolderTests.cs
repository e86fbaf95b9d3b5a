using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Testing;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

public sealed class TokenizerFolderTests
{
    private static readonly string[] Tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "gut", "##er", "É"];

    [Fact]
    public void FromFolder_with_tokenizer_json_alone_is_the_tokenizer_of_the_vocabulary()
    {
        string source = Golden.Shared("data/vocab-en");
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(source, "tokenizer.json"), folder["tokenizer.json"]);
        ITokenizer expected = Tokenizers.FromFolder(source), actual = Tokenizers.FromFolder(folder.Path);
        Assert.Equal(expected.Tokens, actual.Tokens);
        const string Text = "Ein Café in Zürich, 2 Gäste: 你好 [MASK] unbelievable!";
        Assert.Equal(expected.Encode(Text).Ids, actual.Encode(Text).Ids);
    }

    [Fact]
    public void Vocabulary_with_a_token_twice_is_refused_with_both_places()
    {
        using TemporaryFolder folder = new();
        File.WriteAllLines(folder["vocab.txt"], [.. Tokens, "gut"]);
        Assert.Contains(
            "'gut' twice, with the ids 5 and 8",
            Assert.Throws<InvalidDataException>(() => Tokenizers.FromFolder(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void FromFolder_with_tokenizer_json_takes_its_normalizer()
    {
        using TemporaryFolder folder = new();
        Write(folder, "WordPiece", lowercase: false);
        Assert.Equal(
            ["[CLS]", "gut", "##er", "[UNK]", "É", "[SEP]"],
            Tokenizers.FromFolder(folder.Path).Encode("guter Gut É").Tokens);
    }

    [Fact]
    public void FromFolder_without_a_WordPiece_vocabulary_says_what_it_found()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(
            "vocab.txt",
            Assert.Throws<FileNotFoundException>(() => Tokenizers.FromFolder(folder.Path)).Message,
            StringComparison.Ordinal);
        Write(folder, "WordLevel", lowercase: false);
        Assert.Contains(
            "WordLevel tokenizer",
            Assert.Throws<InvalidDataException>(() => Tokenizers.FromFolder(folder.Path)).Message,
            StringComparison.Ordinal);
        foreach (string broken in new[] {
            "",
            "[]",
            "{}",
            "{\"model\":{\"type\":\"WordPiece\"}}",
            "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":7}}}",
            "{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":\"b\"}}}" })
        {
            File.WriteAllText(folder["tokenizer.json"], broken);
            Assert.Contains(
                "tokenizer.json",
                Assert.Throws<InvalidDataException>(() => Tokenizers.FromFolder(folder.Path)).Message,
                StringComparison.Ordinal);
        }
    }

    private static void Write(TemporaryFolder folder, string type, bool lowercase) =>
        File.WriteAllText(folder["tokenizer.json"], new JsonObject
        {
            ["normalizer"] = new JsonObject
            {
                ["type"] = "BertNormalizer",
                ["lowercase"] = lowercase,
                ["strip_accents"] = null,
                ["handle_chinese_chars"] = true
            },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = new JsonObject
            {
                ["type"] = "BertProcessing",
                ["cls"] = new JsonArray("[CLS]", 2),
                ["sep"] = new JsonArray("[SEP]", 3),
            },
            ["model"] = new JsonObject
            {
                ["type"] = type,
                ["vocab"] = JsonSerializer.SerializeToNode(Tokens.Select((token, id) => (token, id)).ToDictionary(p => p.token, p => p.id))
            },
        }.ToJsonString());
}
