using CsCheck;
using TextBrewer.Testing;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

/// <summary>The files of before <c>tokenizer.json</c>.</summary>
public sealed class OldFilesTests
{
    [Fact]
    public void Vocabulary_and_merges_are_the_tokenizer_of_the_file_that_was_made_of_them()
    {
        using TemporaryFolder folder = new();
        WriteBytePairs(folder);
        ITokenizer old = Tokenizers.FromFolder(folder.Path), modern = TokenizerKinds.Each["byte-level BPE"];
        Same(modern, old);
        Same(old, Saved(old));
        File.WriteAllText(folder["tokenizer_config.json"], """{"add_prefix_space":true,"tokenizer_class":"RobertaTokenizer"}""");
        Assert.Equal("Ġthe", Tokenizers.FromFolder(folder.Path).Encode("the").Tokens[1]);
    }

    [Fact]
    public void Pieces_of_ALBERT_are_read_with_their_rules()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder["spiece.model"], SmallTokenizers.SentencePiece());
        ITokenizer tokenizer = Tokenizers.FromFolder(folder.Path);
        Encoding encoding = tokenizer.Encode("The FÓX\u3000``½", "dog");
        Assert.Equal(["[CLS]", "▁the", "▁fox", "▁", "\"", "1", "⁄", "2", "[SEP]", "▁dog", "[SEP]"], encoding.Tokens);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1], encoding.TypeIds);
        Assert.Equal((0, 1, 4), (tokenizer.PadId, tokenizer.UnknownId, tokenizer.MaskId));
        Assert.Equal((4, 7), encoding.Offsets[2]);
        Same(tokenizer, Saved(tokenizer));
    }

    [Fact]
    public void File_of_another_family_is_refused_by_name_and_a_damaged_one_too()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder["spiece.model"], SmallTokenizers.SentencePiece());
        File.WriteAllText(folder["tokenizer_config.json"], """{"tokenizer_class":"T5Tokenizer"}""");
        Refused("is of a T5Tokenizer, and TextBrewer reads such files of XLMRobertaTokenizer", folder);
        File.WriteAllText(folder["tokenizer_config.json"], "{}");
        File.WriteAllBytes(folder["spiece.model"], SmallTokenizers.SentencePiece()[..^20]);
        Refused("is not a SentencePiece model of a AlbertTokenizer", folder);
        File.Delete(folder["spiece.model"]);
        WriteBytePairs(folder);
        File.AppendAllText(folder["merges.txt"], "a b c\n");
        Refused("is not two tokens with a space between them", folder);
        File.Delete(folder["merges.txt"]);
        Assert.Contains(
            "merges.txt",
            Assert.Throws<FileNotFoundException>(() => Tokenizers.FromFolder(folder.Path)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(folder["tokenizer_config.json"], """{"tokenizer_class":"CLIPTokenizer"}""");
        Refused("is of a CLIPTokenizer", folder);
    }

    [Fact]
    public void Tokenizer_json_wins_over_old_files_unless_it_asks_for_what_is_not_read()
    {
        using TemporaryFolder folder = new();
        WriteBytePairs(folder);
        File.WriteAllText(folder["tokenizer.json"], SmallTokenizers.All["Unigram"]);
        Assert.Contains("▁the", Tokenizers.FromFolder(folder.Path).Tokens);
        File.WriteAllText(folder["tokenizer.json"], """{"model":{"type":"WordLevel"}}""");
        Assert.Contains("Ġthe", Tokenizers.FromFolder(folder.Path).Tokens);
        File.WriteAllText(folder["tokenizer.json"], "damaged");
        Refused("tokenizer.json' is no JSON", folder);
    }

    [Fact]
    public void Capitals_are_BERTs_to_heed()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["tokenizer.json"], SmallTokenizers.All["WordPiece"]);
        Assert.Contains("the", Tokenizers.FromFolder(folder.Path).Encode("THE").Tokens);
        ITokenizer cased = Tokenizers.FromFolder(folder.Path, lowercase: false);
        Assert.DoesNotContain("the", cased.Encode("THE").Tokens);
        Assert.DoesNotContain("the", Saved(cased).Encode("THE").Tokens);
        File.WriteAllText(folder["tokenizer_config.json"], """{"do_lower_case":false}""");
        Assert.DoesNotContain("the", Tokenizers.FromFolder(folder.Path).Encode("THE").Tokens);
        File.WriteAllText(folder["tokenizer.json"], SmallTokenizers.All["Unigram"]);
        Assert.Contains(
            "keeps capitals",
            Assert.Throws<InvalidDataException>(() => Tokenizers.FromFolder(folder.Path, lowercase: true)).Message,
            StringComparison.Ordinal);
        Same(TokenizerKinds.Each["Unigram"], Tokenizers.FromFolder(folder.Path, lowercase: false));
    }

    private static void WriteBytePairs(TemporaryFolder folder)
    {
        (string vocabulary, string merges) = SmallTokenizers.BytePairFiles();
        File.WriteAllText(folder["vocab.json"], vocabulary);
        File.WriteAllText(folder["merges.txt"], merges);
    }

    private static ITokenizer Saved(ITokenizer tokenizer)
    {
        using TemporaryFolder folder = new();
        tokenizer.SaveTo(folder.Path);
        return Tokenizers.FromFolder(folder.Path);
    }

    private static void Refused(string says, TemporaryFolder folder) => Assert.Contains(
        says,
        Assert.Throws<InvalidDataException>(() => Tokenizers.FromFolder(folder.Path)).Message,
        StringComparison.Ordinal);

    private static void Same(ITokenizer expected, ITokenizer actual)
    {
        Assert.Equal(expected.Tokens, actual.Tokens);
        TokenizerKinds.OddText.Sample(text =>
        {
            Encoding one = expected.Encode(text, "a pair"), other = actual.Encode(text, "a pair");
            Assert.Equal(one.Ids, other.Ids);
            Assert.Equal(one.TypeIds, other.TypeIds);
            Assert.Equal(one.Offsets, other.Offsets);
        }, iter: 50);
    }
}
