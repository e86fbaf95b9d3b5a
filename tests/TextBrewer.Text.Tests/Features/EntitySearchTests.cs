using TextBrewer.Text.Features;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Features;

public sealed class EntitySearchTests
{
    private static readonly string[] Labels = ["O", "B-X", "I-X"];
    private static readonly ITokenizer Tokenizer = Tokenizers.WordPiece(
        new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "##bad"]),
        new TokenizerOptions());

    [Fact]
    public void Long_text_is_read_in_parts_and_its_entities_stand_where_they_did()
    {
        const string text = "good  bad, good bad good";
        EntitySearch search = new(text, Tokenizer, Labels, maxLength: 5);
        Assert.Equal([5, 5], search.Parts.Select(part => part.Ids.Length));
        // good bad , | good bad good: an entity over the border of the two parts.
        TextEntity entity = Assert.Single(search.Entities([Logits(0, 0, 0, 1, 0), Logits(0, 2, 0, 0, 0)]));
        Assert.Equal(("X", ", good", 9, 15), (entity.Type, entity.Text, entity.Start, entity.End));
        Assert.Equal(1, entity.Probability, 1e-3);
    }

    [Fact]
    public void Long_word_does_not_hold_up_those_behind_it()
    {
        EntitySearch search = new("goodbadbadbad bad", Tokenizer, Labels, maxLength: 4);
        Assert.Equal(["goodbadbadbad", "bad"], search.Entities([Logits(0, 1, 0, 0), Logits(0, 1, 0)]).Select(entity => entity.Text));
        Assert.True(search.Truncated);
        Assert.False(new EntitySearch("good bad good bad", Tokenizer, Labels, maxLength: 4).Truncated);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    public void Text_without_words_has_no_parts_and_no_entities(string text)
    {
        EntitySearch search = new(text, Tokenizer, Labels, maxLength: 5);
        Assert.Empty(search.Parts);
        Assert.Empty(search.Entities([]));
    }

    [Fact]
    public void Tags_that_make_no_entities_are_given_word_by_word()
    {
        EntitySearch search = new("good bad", Tokenizer, ["NN", "JJ", "DT"], maxLength: 5);
        Assert.Equal([("JJ", "good"), ("NN", "bad")], search.Entities([Logits(0, 1, 0, 0)]).Select(entity => (entity.Type, entity.Text)));
    }

    // A row of labels for each token.
    private static float[] Logits(params int[] labels) =>
        [.. labels.SelectMany(label => Enumerable.Range(0, Labels.Length).Select(i => i == label ? 10f : 0f))];
}
