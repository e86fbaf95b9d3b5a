using System.Text;
using TextBrewer.Testing;
using TextBrewer.Text.Reading;

namespace TextBrewer.Text.Tests.Reading;

public sealed class TableReaderTests
{
    [Theory]
    [InlineData("sst2/train_full.tsv", 67_349, "sentence", null, "label", null)]
    [InlineData("sst2/dev.tsv", 872, "sentence", null, "label", null)]
    [InlineData("sst2/test-labeled.tsv", 1_821, "sentence", null, "label", null)]
    [InlineData("rte/train.tsv", 1_244, "sentence1", "sentence2", "label", null)]
    [InlineData("mrpc/train.tsv", 2_576, "3", "4", "0", false)]
    [InlineData("chnsenticorp/ChnSentiCorp_htl_all.csv", 7_766, "review", null, "label", null)]
    public void Read_of_a_real_file_has_its_count(string file, int count, string text, string? pair, string label, bool? header)
    {
        (IReadOnlyList<TextExample> examples, ReadReport report) = TableReader.Read(Golden.Shared(Path.Combine("data", file)), new TableOptions { Text = text, Pair = pair, Label = label, Header = header });
        Assert.Equal((count, count), (examples.Count, report.Examples));
        Assert.All(examples, e => Assert.NotNull(e.Label));
    }

    [Theory]
    [InlineData("empty.tsv", "", "is empty")]
    [InlineData("header.tsv", "sentence\tlabel\n", "no rows")]
    [InlineData("column.tsv", "text\tlabel\na\t1\n", "Its columns are: text, label")]
    [InlineData("short.tsv", "sentence\tlabel\na\t1\nb\n", "line 3")]
    [InlineData("quotes.csv", "sentence,label\n\"a\"b,1\n", "line 2")]
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
        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_counts_oddities_and_keeps_their_rows()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["odd.csv"], "sentence,label\n,1\n\"two\nlines, quoted\",\n", new UTF8Encoding(true));
        (IReadOnlyList<TextExample> examples, ReadReport report) = TableReader.Read(folder["odd.csv"], new TableOptions());
        Assert.Equal(["", "two\nlines, quoted"], examples.Select(e => e.Text));
        Assert.Null(examples[1].Label);
        Assert.Equal(["byte-order mark", "empty label", "empty text"], report.Oddities.Keys.Order());
    }
}
