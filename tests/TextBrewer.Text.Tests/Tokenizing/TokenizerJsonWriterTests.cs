using System.Text.Json.Nodes;
using CsCheck;
using TextBrewer.Testing;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

/// <summary>What is saved is what Hugging Face's programs read: <c>tokenizer.json</c> and everything beside it.</summary>
public sealed class TokenizerJsonWriterTests
{
    private static readonly string[] Uses = ["pad_token", "unk_token", "cls_token", "sep_token", "mask_token"];

    public static TheoryData<string> Kinds => [.. TokenizerKinds.Each.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void Written_file_is_read_back_as_the_same_tokenizer(string kind)
    {
        ITokenizer expected = TokenizerKinds.Each[kind];
        Same(expected, TokenizerKinds.Of(System.Text.Encoding.UTF8.GetString(((PipelineTokenizer)expected).ToJson())));
    }

    [Fact]
    public void File_made_of_BERTs_vocabulary_is_the_one_that_Hugging_Face_wrote()
    {
        string source = Golden.Shared("data/vocab-en");
        JsonNode theirs = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "tokenizer.json")))!;
        theirs["truncation"] = theirs["padding"] = null; // what somebody last did with it
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(source, "vocab.txt"), folder["vocab.txt"]);
        JsonNode ours = Saved(folder, "tokenizer.json");
        Assert.True(JsonNode.DeepEquals(theirs, ours), ours.ToJsonString()[..2000]);
    }

    [Theory]
    [InlineData("sentencepiece.bpe.model", "XLMRobertaTokenizer", "<unk>", "<s>", "</s>")]
    [InlineData("spiece.model", "AlbertTokenizer", "<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]")]
    [InlineData("spm.model", "DebertaV2Tokenizer", "[PAD]", "[CLS]", "[SEP]", "[UNK]")]
    public void Folder_of_old_pieces_gets_its_familys_file_class_and_special_tokens(string file, string family, params string[] special)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder[file], SmallTokenizers.SentencePiece(special));
        ITokenizer expected = Tokenizers.FromFolder(folder.Path);
        JsonNode config = Saved(folder, "tokenizer_config.json"), map = Saved(folder, "special_tokens_map.json");
        Assert.Equal(family, config["tokenizer_class"]!.GetValue<string>());
        foreach (string use in Uses) Assert.Equal(config[use]!.GetValue<string>(), map[use]!.GetValue<string>());
        Assert.Equal(expected.Tokens[expected.PadId], config["pad_token"]!.GetValue<string>());
        Assert.Equal(expected.Tokens[expected.Encode("").Ids[^1]], config["sep_token"]!.GetValue<string>());
        Assert.True(File.Exists(folder["saved", file]));
        File.Delete(folder["saved", file]); // what is read below is the new file
        Same(expected, Tokenizers.FromFolder(folder["saved"]));
    }

    [Fact]
    public void File_that_is_there_is_carried_over_and_what_stands_beside_it_is_completed()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["tokenizer.json"], SmallTokenizers.All["WordPiece"]);
        File.WriteAllText(
            folder["tokenizer_config.json"],
            """{"pad_token":{"content":"[UNK]","lstrip":true},"model_max_length":77,"own_key":["中"]}""");
        JsonNode config = Saved(folder, "tokenizer_config.json");
        Assert.Equal(SmallTokenizers.All["WordPiece"], File.ReadAllText(folder["saved", "tokenizer.json"]));
        Assert.Equal("""{"content":"[UNK]","lstrip":true}""", config["pad_token"]!.ToJsonString());
        Assert.Equal("[MASK]", config["mask_token"]!.GetValue<string>());
        Assert.Equal("BertTokenizer", config["tokenizer_class"]!.GetValue<string>());
        Assert.Equal(77, config["model_max_length"]!.GetValue<int>());
        Assert.Contains("中", File.ReadAllText(folder["saved", "tokenizer_config.json"]), StringComparison.Ordinal);
        // A second time nothing changes.
        byte[] once = File.ReadAllBytes(folder["saved", "tokenizer_config.json"]);
        Tokenizers.FromFolder(folder["saved"]).SaveTo(folder["saved"]);
        Assert.Equal(once, File.ReadAllBytes(folder["saved", "tokenizer_config.json"]));
    }

    [Fact]
    public void File_behind_a_link_stays_as_it_is()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["tokenizer.json"], SmallTokenizers.All["WordPiece"]);
        File.WriteAllText(folder["blob"], "{}");
        File.CreateSymbolicLink(folder["tokenizer_config.json"], folder["blob"]);
        Tokenizers.FromFolder(folder.Path).SaveTo(folder.Path);
        Assert.Equal("{}", File.ReadAllText(folder["blob"]));
        Assert.Contains("pad_token", File.ReadAllText(folder["tokenizer_config.json"]), StringComparison.Ordinal);
    }

    private static JsonNode Saved(TemporaryFolder folder, string file)
    {
        Tokenizers.FromFolder(folder.Path).SaveTo(folder["saved"]);
        return JsonNode.Parse(File.ReadAllText(folder["saved", file]))!;
    }

    private static void Same(ITokenizer expected, ITokenizer actual)
    {
        Assert.Equal(expected.Tokens, actual.Tokens);
        Assert.Equal((expected.PadId, expected.UnknownId, expected.MaskId), (actual.PadId, actual.UnknownId, actual.MaskId));
        TokenizerKinds.OddText.Sample(text =>
        {
            Encoding one = expected.Encode(text, "a pair"), other = actual.Encode(text, "a pair");
            Assert.Equal(one.Ids, other.Ids);
            Assert.Equal(one.TypeIds, other.TypeIds);
            Assert.Equal(one.Offsets, other.Offsets);
        }, iter: 100);
    }
}
