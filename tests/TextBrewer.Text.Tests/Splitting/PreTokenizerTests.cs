using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using TextBrewer.Text.Characters;
using TextBrewer.Text.Normalizing;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Tests.Splitting;

public sealed class PreTokenizerTests
{
    private const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private static readonly Gen<string> AnyText = Gen.String[Gen.Char["abst're ll 12½  \t\n\u00A0.,!'中é\u0301"], 0, 40];

    [Fact]
    public void Byte_level_words_are_those_of_the_expression_that_GPT2_has_for_them() => AnyText.Sample(text =>
    {
        string[] expected = [.. Regex.Matches(text, Gpt2).Select(match => Bytes(match.Value))];
        Assert.Equal(expected, Words(new ByteLevelSplit(addPrefixSpace: false, cutsWords: true), text));
        string prefixed = text.Length == 0 || text[0] == ' ' ? text : " " + text;
        Assert.Equal(
            Regex.Matches(prefixed, Gpt2).Select(match => Bytes(match.Value)),
            Words(new ByteLevelSplit(addPrefixSpace: true, cutsWords: true), text));
    }, iter: 5000);

    [Fact]
    public void Words_and_marks_are_those_of_the_expression_for_them() =>
        Gen.String[Gen.Char["ab_1  \t\n.,!'中é\u0301"], 0, 40].Sample(
            text => Assert.Equal(Regex.Matches(text, @"\w+|[^\w\s]+").Select(match => match.Value), Words(RunSplit.Words, text)),
            iter: 2000);

    [Theory]
    [InlineData("Removed", "the|end|of")]
    [InlineData("Isolated", "the|-|end|-|-|of|-")]
    [InlineData("MergedWithPrevious", "the-|end-|-|of-")]
    [InlineData("MergedWithNext", "the|-end|-|-of|-")]
    [InlineData("Contiguous", "the|-|end|--|of|-")]
    public void What_is_cut_at_goes_where_the_behavior_says(string behavior, string words)
    {
        SplitBehavior meant = Enum.Parse<SplitBehavior>(behavior);
        foreach (PreTokenizer split in new PreTokenizer[]
        {
            CharacterSplit.Punctuation(meant), new PatternSplit(TextPattern.Literal("-"), meant, invert: false),
            new PatternSplit(TextPattern.Expression("-"), meant, invert: false),
        }) Assert.Equal(words.Split('|'), Words(split, "the-end--of-"));
    }

    [Fact]
    public void Inverted_pattern_is_what_words_are_made_of()
    {
        PatternSplit letters = new(TextPattern.Expression("[a-z]+"), SplitBehavior.Removed, invert: true);
        Assert.Equal(["the", "end"], Words(letters, "the--end"));
    }

    [Fact]
    public void Metaspace_begins_the_word_behind_a_space()
    {
        Rune mark = new('▁');
        Assert.Equal(["▁a", "▁b", "▁", "▁c"], Words(new MetaspaceSplit(mark, PrependScheme.Always, cutsWords: true), "a b  c"));
        Assert.Equal(["▁a▁b"], Words(new MetaspaceSplit(mark, PrependScheme.Always, cutsWords: false), " a b"));
        Assert.Equal(["a", "▁b"], Words(new MetaspaceSplit(mark, PrependScheme.Never, cutsWords: true), "a b"));
        Assert.Equal(["▁a", "▁b"], Words(new MetaspaceSplit(mark, PrependScheme.First, cutsWords: true), "a b"));
    }

    [Fact]
    public void Digits_stand_together_or_alone()
    {
        Assert.Equal(["a", "12", "b"], Words(CharacterSplit.Digits(individual: false), "a12b"));
        Assert.Equal(["a", "1", "2", "b"], Words(CharacterSplit.Digits(individual: true), "a12b"));
        Assert.Equal(["a", "b"], Words(CharacterSplit.WhiteSpace, " a\u3000b\n"));
        Assert.Equal(["Don", "'", "t", "!", "!"], Words(RunSplit.Bert, "Don't !!"));
    }

    private static string Bytes(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(ByteAlphabet.Of));

    private static AlignedText Aligned(string text)
    {
        AlignedText aligned = new();
        aligned.Append(text, 0, text.Length);
        return aligned;
    }

    private static string[] Words(PreTokenizer split, string text)
    {
        CutText words = new();
        split.Cut(Aligned(text), 0, text.Length, words);
        return Of(words);
    }

    private static string[] Of(CutText words) =>
        [.. Enumerable.Range(0, words.Words).Select(i => words.Text.Text[words.StartOf(i)..words.EndOf(i)].ToString())];
}
