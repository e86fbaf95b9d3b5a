using System.Text;
using TextBrewer.Testing;
using TextBrewer.Text.Reading;

namespace TextBrewer.Text.Tests.Reading;

public sealed class TableReaderTests
{
    [Theory]
    [InlineData("sst2/train_full.tsv", 67_349, "sentence", null, "label", null, "")]
    [InlineData("sst2/dev.tsv", 872, "sentence", null, "label", null, "")]
    [InlineData("sst2/test-labeled.tsv", 1_821, "sentence", null, "label", null, "")]
    [InlineData("sst2/test.tsv", 1_821, "sentence", null, null, null, "")]
    [InlineData("rte/train.tsv", 1_244, "sentence1", "sentence2", "label", null, "")]
    [InlineData("rte/dev.tsv", 139, "sentence1", "sentence2", "label", null, "")]
    [InlineData("rte/test.tsv", 1_384, "sentence1", "sentence2", "label", null, "")]
    [InlineData("mrpc/train.tsv", 2_576, "3", "4", "0", false, "")]
    [InlineData("mrpc/dev.tsv", 1_500, "3", "4", "0", false, "")]
    [InlineData("mrpc/test.tsv", 1_725, "#1 String", "#2 String", "Quality", null, "byte-order mark: 1")]
    [InlineData("chnsenticorp/ChnSentiCorp_htl_all.csv", 7_766, "review", null, "label", null, "empty text: 1")]
    [InlineData("ocnli/train_few_all.json", 160, "sentence1", "sentence2", "label", null, "")]
    [InlineData("ocnli/dev_few_all.json", 160, "sentence1", "sentence2", "label", null, "")]
    [InlineData("ocnli/test_public.json", 2_520, "sentence1", "sentence2", "label", null, "")]
    [InlineData("bustm/train_few_all.json", 160, "sentence1", "sentence2", "label", null, "")]
    [InlineData("bustm/dev_few_all.json", 160, "sentence1", "sentence2", "label", null, "")]
    [InlineData("bustm/test_public.json", 1_772, "sentence1", "sentence2", "label", null, "")]
    public void Read_of_a_real_file_has_its_count_and_warnings(
        string file,
        int count,
        string text,
        string? pair,
        string? label,
        bool? header,
        string warnings)
    {
        (IReadOnlyList<TextExample> examples, ReadReport report) = TableReader.Read(
            Golden.Shared(Path.Combine("data", file)),
            new TableOptions { Text = text, Pair = pair, Label = label, Header = header });
        Assert.Equal((count, count), (examples.Count, report.Examples));
        Assert.All(examples, e => Assert.Equal(label is null, e.Label is null));
        Assert.Equal(warnings, string.Join(", ", report.Warnings.Select(o => $"{o.Key}: {o.Value}")));
    }

    [Fact]
    public void Read_of_TSV_keeps_quotes_as_they_are()
    {
        (IReadOnlyList<TextExample> examples, _) = TableReader.Read(
            Golden.Shared("data/mrpc/train.tsv"),
            new TableOptions { Text = "3", Pair = "4", Label = "0" });
        Assert.StartsWith("Amrozi accused his brother, whom he called \"the witness\"", examples[0].Text, StringComparison.Ordinal);
        Assert.Equal(1_760, examples.Sum(e => e.Text.Count(c => c == '"') + e.Pair!.Count(c => c == '"')));
    }

    [Theory]
    [InlineData("empty.tsv", "", "is empty")]
    [InlineData("header.tsv", "sentence\tlabel\n", "no rows")]
    [InlineData("column.tsv", "text\tlabel\na\t1\n", "Its columns are: text, label")]
    [InlineData("case.csv", "Sentence ,label\na,1\n", "Did you mean 'Sentence '?")]
    [InlineData("case.jsonl", """{"Sentence": "a", "label": "1"}""", "Did you mean 'Sentence'?")]
    [InlineData("short.tsv", "sentence\tlabel\na\t1\nb\n", "line 3")]
    [InlineData("quotes.csv", "sentence,label\n\"a\"b,1\n", "line 2")]
    [InlineData("open.csv", "sentence,label\na,1\n\n\"b\nc,1\nd,0\n", "line 4, column 1: quotes do not match")]
    [InlineData("second.csv", "sentence,label\na,\"1\n", "line 2, column 3: quotes do not match")]
    [InlineData("after.csv", "sentence,label\n\"two\nlines\",1\nx\"y,1\n", "line 4, column 1: quotes do not match")]
    [InlineData("list.jsonl", "{\"sentence\":[\"a\"],\"label\":1}", "$.sentence: expected is a text, and this is a list")]
    [InlineData("half.jsonl", "{\"sentence\":\"\\ud800\",\"label\":1}", "half of a character")]
    [InlineData("list.json", "[{\"sentence\":\"a\",\"label\":1},\n{\"sentence\":\"a\"}]", "line 2, $[1]: there is no key 'label'")]
    [InlineData("tail.json", "[{\"sentence\":\"a\",\"label\":1}]\nx", "line 2, byte 1: this is not JSON")]
    [InlineData("broken.jsonl", "{\"sentence\":\"a\",\"label\":1}\n{\"sentence\":", "line 2")]
    [InlineData("key.jsonl", "{\"text\":\"a\",\"label\":1}", "Its keys are: text, label")]
    [InlineData("what.xyz", "sentence\tlabel\na\t1\n", "format 'xyz'")]
    public void Read_of_a_bad_file_says_what_and_where(string name, string content, string says)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder[name], content);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TableReader.Read(folder[name], new TableOptions()));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_another_encoding_names_the_line()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder["latin.tsv"], Encoding.Latin1.GetBytes("sentence\tlabel\ngood\t1\ncafé\t1\n"));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TableReader.Read(folder["latin.tsv"], new TableOptions()));
        Assert.Contains("line 3, byte 4", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Read_of_UTF_16_says_so_with_and_without_a_mark(string encoding)
    {
        using TemporaryFolder folder = new();
        byte[] bytes = Encoding.GetEncoding(encoding).GetBytes("sentence\tlabel\ngood\t1\n");
        File.WriteAllBytes(folder["with.tsv"], [.. Encoding.GetEncoding(encoding).Preamble, .. bytes]);
        if (encoding != "utf-32") File.WriteAllBytes(folder["without.tsv"], bytes);
        foreach (string file in Directory.GetFiles(folder.Path))
            Assert.Contains(
                "UTF-16",
                Assert.Throws<InvalidDataException>(() => TableReader.Read(file, new TableOptions())).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_MNLIs_many_columns_takes_the_named_ones_with_their_quotes()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(
            folder["dev_matched.tsv"],
            "index\tpromptID\tpairID\tgenre\tsentence1_binary_parse\tsentence2_binary_parse\tsentence1_parse\tsentence2_parse\t"
                + "sentence1\tsentence2\tlabel1\tlabel2\tlabel3\tlabel4\tlabel5\tgold_label\n"
                + "0\t63735\t63735n\tslate\t( a )\t( b )\t(ROOT a)\t(ROOT b)\t\"The new rights\tEveryone, \"really\" "
                + "likes\tneutral\tentailment\tneutral\tneutral\tneutral\tneutral\n");
        (IReadOnlyList<TextExample> examples, ReadReport report) = TableReader.Read(
            folder["dev_matched.tsv"],
            new TableOptions { Text = "sentence1", Pair = "sentence2", Label = "gold_label" });
        Assert.Equal([new TextExample("\"The new rights", "Everyone, \"really\" likes", "neutral", 2)], examples);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public void Read_of_a_header_of_a_million_characters_says_so_in_few()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["long.tsv"], new string('x', 1_000_000) + "\n");
        File.WriteAllText(folder["long.jsonl"], $"{{\"{new string('x', 1_000_000)}\":1}}\n");
        foreach (string file in Directory.GetFiles(folder.Path)) Assert.InRange(
            Assert.Throws<InvalidDataException>(() => TableReader.Read(file, new TableOptions())).Message.Length,
            1,
            1000);
    }

    [Fact]
    public void Read_of_a_line_of_a_million_characters_keeps_them()
    {
        using TemporaryFolder folder = new();
        string text = string.Concat(Enumerable.Repeat("long, 长 ", 150_000));
        File.WriteAllText(folder["long.tsv"], $"sentence\tlabel\n{text}\t1\n");
        File.WriteAllText(folder["long.csv"], $"sentence,label\n\"{text}\",1\n");
        File.WriteAllText(folder["long.jsonl"], $"{{\"sentence\":\"{text}\",\"label\":1}}\n");
        foreach (string file in Directory.GetFiles(folder.Path)) Assert.Equal(
            text,
            Assert.Single(TableReader.Read(file, new TableOptions()).Examples).Text);
    }

    [Theory]
    [InlineData("a.csv", "sentence,label\nx,\"joy,love\"\ny,\nz,joy\n", ",")]
    [InlineData("a.tsv", "sentence\tlabel\nx\tjoy | love|joy\ny\t\nz\tjoy\n", "|")]
    [InlineData(
        "a.jsonl",
        "{\"sentence\":\"x\",\"label\":[\"joy\",\"love\"]}\n{\"sentence\":\"y\",\"label\":[]}\n{\"sentence\":\"z\",\"label\":[\"joy\"]}\n",
        null)]
    public void Read_of_several_labels_splits_them_and_an_empty_cell_has_none(string name, string content, string? separator)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder[name], content);
        (IReadOnlyList<TextExample> examples, ReadReport report) = TableReader.Read(
            folder[name],
            new TableOptions { LabelSeparator = separator });
        Assert.Equal([["joy", "love"], [], ["joy"]], examples.Select(e => e.Labels!));
        Assert.All(examples, e => Assert.Null(e.Label));
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public void Read_of_a_column_for_each_label_names_the_ones_that_are_set()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.csv"], "sentence,joy,love\nx,1,0\ny,0,0\nz,1.0,true\n");
        TableOptions options = new() { LabelColumns = ["joy", "love"] };
        Assert.Equal([["joy"], [], ["joy", "love"]], TableReader.Read(folder["a.csv"], options).Examples.Select(e => e.Labels!));
        File.WriteAllText(folder["b.csv"], "sentence,joy,love\nx,1,0\ny,0,2\n");
        Assert.Contains(
            "b.csv', line 3, column 'love'",
            Assert.Throws<InvalidDataException>(() => TableReader.Read(folder["b.csv"], options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_counts_blank_lines_rows_that_are_too_long_and_NUL_characters()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.tsv"], "sentence\tlabel\n\n\nx\t1\tmore\ny\0\t1\n\n");
        File.WriteAllText(folder["a.csv"], "sentence,label\n\n\nx,1,more\ny\0,1\n\n");
        foreach (string file in Directory.GetFiles(folder.Path))
        {
            (IReadOnlyList<TextExample> examples, ReadReport report) = TableReader.Read(file, new TableOptions());
            Assert.Equal([("x", 4), ("y\0", 5)], examples.Select(e => (e.Text, e.Line)));
            Assert.Equal(
                "blank line: 2, row with more columns than the first: 1, NUL character: 1",
                string.Join(", ", report.Warnings.Select(o => $"{o.Key}: {o.Value}")));
        }
    }

    [Fact]
    public void Read_counts_warnings_and_keeps_their_rows()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["odd.csv"], "sentence,label\n,1\n\"two\nlines, quoted\",\n", new UTF8Encoding(true));
        (IReadOnlyList<TextExample> examples, ReadReport report) = TableReader.Read(folder["odd.csv"], new TableOptions());
        Assert.Equal(["", "two\nlines, quoted"], examples.Select(e => e.Text));
        Assert.Null(examples[1].Label);
        Assert.Equal(["byte-order mark", "empty label", "empty text"], report.Warnings.Keys.Order());
    }

    [Fact]
    public void Read_of_semicolons_keeps_quoted_ones_and_of_any_delimiter_in_TSV()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.csv"], "sentence;label\n\"so; so\";1\nweiß, nicht;0\n");
        File.WriteAllText(folder["b.tsv"], "sentence||label\nso; so||1\nweiß, nicht||0\n");
        foreach ((string file, string delimiter) in new[] { ("a.csv", ";"), ("b.tsv", "||") })
            Assert.Equal(
                [("so; so", "1"), ("weiß, nicht", "0")],
                TableReader.Read(folder[file], new() { Delimiter = delimiter }).Examples.Select(e => (e.Text, e.Label!)));
        InvalidDataException problem = Assert.Throws<InvalidDataException>(() => TableReader.Read(folder["a.csv"], new()));
        Assert.Contains("set \"delimiter\": \";\"", problem.Message, StringComparison.Ordinal);
    }

    // The bytes are those that iconv writes.
    [Theory]
    [InlineData("windows-1252", "63 61 66 E9 20 97 20 80 35", "café — €5")]
    [InlineData("gbk", "D6 D0 B9 FA 81 40", "中国丂")]
    [InlineData("GB18030", "D6 D0 94 39 FC 36", "中😀")]
    [InlineData("big5", "A4 A4 B0 EA", "中國")]
    [InlineData("shift_jis", "93 FA 96 7B 83 5C", "日本ソ")]
    [InlineData("iso-8859-1", "FC 0D", "ü")]
    [InlineData("utf-8", "C3 BC", "ü")]
    public void Read_of_an_encoding_has_its_letters(string encoding, string bytes, string text)
    {
        using TemporaryFolder folder = new();
        byte[] row = [.. bytes.Split(' ').Select(one => Convert.ToByte(one, 16))];
        File.WriteAllBytes(folder["a.tsv"], [.. "label\tsentence\n1\t"u8, .. row, (byte)'\n']);
        File.WriteAllBytes(folder["a.csv"], [.. "label,sentence\n1,"u8, .. row, (byte)'\n']);
        foreach (string file in Directory.GetFiles(folder.Path))
            Assert.Equal(text, TableReader.Read(file, new() { Encoding = encoding }).Examples.Single().Text);
    }

    [Theory]
    [InlineData("gbk", "sentence\tlabel\n\u0081 \t1\n", "line 2: this is not gbk")]
    [InlineData("klingon", "sentence\tlabel\na\t1\n", "'klingon' is not known")]
    [InlineData("utf-16", "sentence\tlabel\na\t1\n", "convert UTF-16")]
    [InlineData(null, "sentence\tlabel\n\u00ff\t1\n", "this is not UTF-8")]
    public void Read_of_another_encoding_is_refused(string? encoding, string content, string says)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.tsv"], content, Encoding.Latin1);
        InvalidDataException problem =
            Assert.Throws<InvalidDataException>(() => TableReader.Read(folder["a.tsv"], new() { Encoding = encoding }));
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }
}
