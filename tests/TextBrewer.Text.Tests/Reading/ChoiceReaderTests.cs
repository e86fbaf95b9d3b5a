using TextBrewer.Testing;
using TextBrewer.Text.Reading;

namespace TextBrewer.Text.Tests.Reading;

public sealed class ChoiceReaderTests
{
    [Theory]
    [InlineData("c.csv", "context,a,b,label\n\"Q, one\",x,y,1\n,x,,\n", "a b")]
    [InlineData("c.tsv", "context\ta\tb\tlabel\nQ, one\tx\ty\t1\n\tx\t\t\n", "a b")]
    [InlineData(
        "c.jsonl",
        "{\"context\":\"Q, one\",\"choices\":[\"x\",\"y\"],\"label\":1}\n{\"context\":\"\",\"choices\":[\"x\",\"\"],\"label\":null}\n",
        "choices")]
    [InlineData("d.csv", "context,choices,label\n\"Q, one\",\"[\"\"x\"\", \"\"y\"\"]\",1\n,\"[\"\"x\"\", \"\"\"\"]\",\n", "choices")]
    public void Read_of_every_format_gives_the_same(string name, string content, string columns)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder[name], content);
        (IReadOnlyList<ChoiceExample> examples, ReadReport report) = ChoiceReader.Read(
            folder[name],
            new ChoiceOptions { Choices = columns.Split(' ') });
        Assert.Equal(["Q, one", ""], examples.Select(e => e.Context));
        Assert.Equal([["x", "y"], ["x", ""]], examples.Select(e => e.Choices));
        Assert.Equal(["1", null], examples.Select(e => e.Label));
        Assert.Equal(["empty choice", "empty label", "empty text"], report.Warnings.Keys.Order());
    }

    [Theory]
    [InlineData(
        "one.jsonl",
        "{\"context\":\"Q\",\"choices\":[\"x\"],\"label\":1}",
        "line 1, column 'choices': there is a choice only between two or more")]
    [InlineData("text.csv", "context,choices,label\nQ,x,1\n", "line 2, column 'choices': one column of choices holds JSON lists")]
    [InlineData("object.csv", "context,choices,label\nQ,{},1\n", "line 2, column 'choices': expected is a list")]
    [InlineData("none.csv", "context,label\nQ,1\n", "no column 'choices'")]
    public void Read_of_a_bad_file_says_where(string name, string content, string says)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder[name], content);
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => ChoiceReader.Read(folder[name], new ChoiceOptions { Choices = ["choices"] }));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "no column of choices",
            Assert.Throws<InvalidDataException>(() => ChoiceReader.Read(folder[name], new ChoiceOptions())).Message,
            StringComparison.Ordinal);
    }
}
