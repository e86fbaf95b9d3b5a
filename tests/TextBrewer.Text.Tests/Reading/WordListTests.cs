using TextBrewer.Testing;
using TextBrewer.Text.Reading;

namespace TextBrewer.Text.Tests.Reading;

/// <summary>Tagged words as Hugging Face's data sets hold them.</summary>
public sealed class WordListTests
{
    [Fact]
    public void Read_of_words_and_tags_gives_them_as_they_stand()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.jsonl"], """
            {"id": 1, "tokens": ["Mona", "flew"], "ner_tags": ["B-PER", "O"]}
            {"id": 2, "tokens": ["Oslo"], "ner_tags": ["B-LOC"]}
            """);
        IReadOnlyList<TaggedExample> examples = TaggedReader.Read(folder["a.jsonl"], new TaggedOptions()).Examples;
        Assert.Equal(["Mona", "flew"], examples[0].Words);
        Assert.Equal(["B-PER", "O"], examples[0].Tags!);
        Assert.Equal(["Oslo"], examples[1].Words);
        Assert.Equal(2, examples[1].Line);
        Assert.All(
            TaggedReader.Read(folder["a.jsonl"], new TaggedOptions { Labelled = false }).Examples,
            example => Assert.Null(example.Tags));
    }

    [Theory]
    [InlineData("""{"tokens": ["a", "b"], "tags": ["O"]}""", "2 words and 1 tags")]
    [InlineData("""{"words": ["a"]}""", "ner_tags")]
    [InlineData("""{"words": "a", "tags": ["O"]}""", "list")]
    [InlineData("""{"words": ["a"], "tags": [1]}""", "text")]
    public void Read_of_words_without_fitting_tags_says_what_is_wrong(string line, string says)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.jsonl"], line);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TaggedReader.Read(folder["a.jsonl"], new TaggedOptions()));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("line 1", error.Message, StringComparison.Ordinal);
    }
}
