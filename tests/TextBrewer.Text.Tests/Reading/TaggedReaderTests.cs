using TextBrewer.Testing;
using TextBrewer.Text.Features;
using TextBrewer.Text.Reading;

namespace TextBrewer.Text.Tests.Reading;

public sealed class TaggedReaderTests
{
    // Sentences, words and entities as a few lines of Python count them.
    [Theory]
    [InlineData("wnut17/wnut17train.conll", 3_394, 62_730, 1_975, TagScheme.Iob2, "")]
    [InlineData("wnut17/emerging.dev.conll", 1_009, 15_733, 836, TagScheme.Iob2, "")]
    [InlineData("wnut17/emerging.test.annotated", 1_287, 23_394, 1_079, TagScheme.Iob2, "")]
    [InlineData("wikigold/wikigold.conll.txt", 1_696, 39_007, 3_558, TagScheme.Iob1, "-DOCSTART- line: 145")]
    [InlineData("msra_ner/train_clean.txt", 47_853, 2_040_964, 70_230, TagScheme.Iob2, "")]
    [InlineData("msra_ner/val.txt", 3_000, 142_980, 5_011, TagScheme.Iob2, "")]
    [InlineData("msra_ner/test.txt", 3_442, 172_601, 6_190, TagScheme.Iob2, "")]
    public void Read_of_a_real_file_has_its_sentences_words_and_entities(
        string file,
        int sentences,
        int words,
        int entities,
        TagScheme scheme,
        string warnings)
    {
        (IReadOnlyList<TaggedExample> examples, ReadReport report) = TaggedReader.Read(
            Golden.Shared(Path.Combine("data", file)),
            new TaggedOptions());
        Assert.Equal((sentences, sentences, words), (examples.Count, report.Examples, examples.Sum(e => e.Words.Count)));
        Assert.Equal(
            warnings,
            string.Join(", ", report.Warnings.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}: {o.Value}")));
        Assert.All(examples, e => Assert.Equal(e.Words.Count, e.Tags!.Count));
        Assert.Equal(entities, examples.Sum(e => Entities.Of(e.Tags!).Count));
        Assert.Equal(scheme, TagSchemes.Detect(examples.Select(e => e.Tags!)));
    }

    [Fact]
    public void Read_keeps_a_hashtag_and_a_hash_sign_that_are_words()
    {
        (IReadOnlyList<TaggedExample> train, _) = TaggedReader.Read(Golden.Shared("data/wnut17/wnut17train.conll"), new TaggedOptions());
        Assert.Contains(train, e => e.Words.Contains("#photography"));
        (IReadOnlyList<TaggedExample> gold, _) = TaggedReader.Read(Golden.Shared("data/wikigold/wikigold.conll.txt"), new TaggedOptions());
        Assert.Equal(39, gold.SelectMany(e => e.Words).Count(word => word == "#"));
    }

    [Theory]
    [InlineData("a\tO\nb\tB-X\n\nc\tO\n", "a/O b/B-X | c/O", "")]
    [InlineData("\uFEFFa O\r\nb  B-X\r\n \t \r\nc\tO", "a/O b/B-X | c/O", "byte-order mark: 1")]
    [InlineData("-DOCSTART- -X- O O\n\na NN I-NP I-X\nb NN I-NP O\n", "a/I-X b/O", "-DOCSTART- line: 1")]
    [InlineData("a\tO\n\t\nb\tO\n", "a/O | b/O", "")] // wnut17's blank line
    [InlineData("New York\tB-LOC\n , \tO\n", "New York/B-LOC ,/O", "")]
    [InlineData("a\t\tO\nb\tO\nc\tO\n", "a/O b/O c/O", "")]
    [InlineData("a\tB-person,B-location\nb\tO\n", "a/B-person b/O", "alternative tags, first taken: 1")]
    [InlineData("a\tB-a,b\nb\tO\n", "a/B-a,b b/O", "")]
    [InlineData("a\tO\nb\nc\tO\nd\tB-X\n", "a/O b/O c/O d/B-X", "missing tag, read as O: 1")]
    [InlineData("\tO\nb\tO\n\u3000\tO\n", "/O b/O \u3000/O", "empty word: 1")]
    [InlineData("a O\n O\nc O\n", "a/O /O c/O", "empty word: 1")]
    [InlineData("# text = a b\na\tO\n#b\tO\n#\tO\n\n# id\nc\tO\n", "a/O #b/O #/O | c/O", "comment line: 2")]
    [InlineData("# text = a b\na O\n# O\n", "a/O #/O", "comment line: 1")]
    [InlineData("a\rb\r", "a/ b/", "", false)]
    [InlineData("a\0b\tO\n\u200b\tO\n", "a\0b/O \u200b/O", "NUL character: 1")]
    public void Read_of_odd_files_keeps_every_word_and_counts(string content, string expected, string warnings, bool labelled = true)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["odd.txt"], content);
        (IReadOnlyList<TaggedExample> examples, ReadReport report) = TaggedReader.Read(
            folder["odd.txt"],
            new TaggedOptions { Labelled = labelled });
        Assert.Equal(
            expected,
            string.Join(" | ", examples.Select(e => string.Join(' ', e.Words.Select((word, i) => $"{word}/{e.Tags?[i]}")))));
        Assert.Equal(
            warnings,
            string.Join(", ", report.Warnings.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}: {o.Value}")));
    }

    [Fact]
    public void Read_takes_the_columns_and_the_separator_that_it_is_told()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["columns.txt"], "1|||a|||N|||B-X\n2|||b|||V|||O\n|||||||||\n1|||c|||N|||O\n");
        (IReadOnlyList<TaggedExample> examples, _) = TaggedReader.Read(
            folder["columns.txt"],
            new TaggedOptions { Separator = "|||", Word = 1, Tag = 2 });
        Assert.Equal(["a", "b"], examples[0].Words);
        Assert.Equal([["N", "V"], ["N"]], examples.Select(e => e.Tags!));
        Assert.Equal([1, 4], examples.Select(e => e.Line));
        Assert.All(
            TaggedReader.Read(folder["columns.txt"], new TaggedOptions { Separator = "|||", Word = 1, Tag = -1 }).Examples,
            e => Assert.Null(e.Tags));
    }

    [Fact]
    public void Read_of_a_million_characters_in_a_line_keeps_them()
    {
        using TemporaryFolder folder = new();
        string word = new('长', 1_000_000);
        File.WriteAllText(folder["long.conll"], $"{word}\tO\nb\tB-X\n");
        Assert.Equal([word, "b"], Assert.Single(TaggedReader.Read(folder["long.conll"], new TaggedOptions()).Examples).Words);
        // As many entities as words: none is looked for from the first word on.
        string spans = string.Join(", ", Enumerable.Range(0, 100_000).Select(i => $"[{10 * i}, {(10 * i) + 10}, \"X\"]"));
        File.WriteAllText(folder["long.jsonl"], $"{{\"text\": \"{word}\", \"entities\": [{spans}]}}");
        TaggedExample example = Assert.Single(TaggedReader.Read(folder["long.jsonl"], new TaggedOptions()).Examples);
        Assert.Equal((1_000_000, 100_000), (example.Words.Count, example.Tags!.Count(tag => tag == "B-X")));
    }

    [Theory]
    [InlineData("a\nb\n", "line 1: there is no tag beside the word")]
    [InlineData("a\tO\nb\tO\nc\tx\tO\n", "line 3: the row has 3 columns, and most have 2")]
    [InlineData("a\tb\t\nc\td\t\n\ne\tf\t\n", "line 1: there is no tag, as in 3 of 3 rows")]
    [InlineData("-DOCSTART-\n\n", "0 columns")]
    public void Read_of_a_file_without_tags_or_columns_says_where(string content, string says)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["bad.txt"], content);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TaggedReader.Read(folder["bad.txt"], new TaggedOptions()));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("bad.txt", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"text": "Ann in New York.", "entities": [{"start": 7, "end": 15, "label": "LOC"}, {"start": 0, "end": 3, "label": "PER"}]}""",
        "Ann/B-PER in/O New/B-LOC York/I-LOC ./O",
        "")]
    [InlineData(
        """{"text": "浙商银行的叶老桂", "label": {"company": {"浙商银行": [[0, 3]]}, "name": {"叶老桂": [[5, 7]]}}}""",
        "浙/B-company 商/I-company 银/I-company 行/I-company 的/O 叶/B-name 老/I-name 桂/I-name",
        "")]
    [InlineData( // counted in characters
        """{"text": "😀 Ann 😀 Bob", "entities": [[2, 5, "PER"], [8, 11, "PER"]]}""",
        "😀/O Ann/B-PER 😀/O Bob/B-PER",
        "")]
    [InlineData(
        """{"text": "in New York", "entities": [[4, 7, "LOC"]]}""",
        "in/O New/B-LOC York/O",
        "entity that ends inside a word, widened: 1")]
    [InlineData(
        """{"text": "New York City", "entities": [[4, 8, "X"], [0, 13, "LOC"], [9, 13, "Y"]]}""",
        "New/B-LOC York/I-LOC City/I-LOC",
        "overlapping entity, left out: 2")]
    [InlineData(
        """{"text": "a  b", "entities": [[1, 2, "X"], [2, 9, "X"], [3, 3, "X"], [-1, 1, "X"]]}""",
        "a/O b/O",
        "entity outside of its text, left out: 3, entity without a word, left out: 1")]
    [InlineData(
        """{"text": "叶老桂叶老", "label": {"name": {"叶老": [[1, 2]]}}}""",
        "叶/B-name 老/I-name 桂/O 叶/O 老/O",
        "entity at a wrong offset, corrected: 1")]
    [InlineData("""{"text": " ", "entities": []}""", "", "empty text: 1")]
    public void Read_of_spans_makes_tags_of_words(string json, string expected, string warnings)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["spans.jsonl"], json + "\n");
        File.WriteAllText(folder["list.json"], $"[\n{json},\n{json}]");
        foreach (string name in new[] { "spans.jsonl", "list.json" })
        {
            (IReadOnlyList<TaggedExample> examples, ReadReport report) = TaggedReader.Read(folder[name], new TaggedOptions());
            TaggedExample example = examples[^1];
            Assert.Equal(examples.Count == 1 ? 1 : 3, example.Line);
            Assert.Equal(expected, string.Join(' ', example.Words.Select((word, i) => $"{word}/{example.Tags![i]}")));
            Assert.Equal(example.Words, example.Offsets!.Select(o => example.Text![o.Start..o.End]));
            if (examples.Count == 1) Assert.Equal(
                warnings,
                string.Join(", ", report.Warnings.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}: {o.Value}")));
        }
        Assert.Null(TaggedReader.Read(folder["spans.jsonl"], new TaggedOptions { Labelled = false }).Examples[0].Tags);
    }

    [Theory]
    [InlineData("{\"text\": \"a\"}", "line 1, $: there is no key 'entities'. Its keys are: text.")]
    [InlineData("{\"text\": 5}", "line 1, $.text: expected is a text, and this is the number 5")]
    [InlineData(
        "{\"text\": \"a\", \"entities\": [{\"start\": 0, \"end\": \"x\", \"label\": \"L\"}]}",
        "$.entities[0].end: expected is a whole number, and this is a text")]
    [InlineData("{\"text\": \"a\", \"entities\": [{\"start\": 0, \"end\": 1}]}", "no key 'label'")]
    [InlineData("{\"text\": \"a\\ud800\", \"entities\": []}", "half of a character")]
    [InlineData("{\"text\": \"a\", \"\\ud800\": []}", "half of a character")]
    [InlineData("\n[1]", "a row is an object")]
    [InlineData("{\"text\": ", "line 1, byte")]
    public void Read_of_spans_of_another_shape_says_where(string json, string says)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["bad.json"], json);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TaggedReader.Read(folder["bad.json"], new TaggedOptions()));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("bad.json", error.Message, StringComparison.Ordinal);
    }
}
