using System.Text;
using TextBrewer.Testing;
using TextBrewer.Text.Reading;

namespace TextBrewer.Text.Tests.Reading;

public sealed class RawTextReaderTests
{
    [Theory]
    [InlineData("One. Two.\nThree\n", "1 One.|1 Two.|2 Three", "")]
    [InlineData("\uFEFFOne.\r\nTwo", "1 One.|2 Two", "byte-order mark: 1")]
    [InlineData("One\rTwo\rThree. Four.", "1 One|1 Two|1 Three.|1 Four.", "")]
    [InlineData("One\n\n  \nTwo\n---\n", "1 One|4 Two", "empty line: 2, neither letter nor digit, left out: 1")]
    [InlineData("a\0b\u0007c\n\u0001d\tdd", "1 a\0b\u0007c|2 \u0001d\tdd", "NUL character: 1, line with control characters: 2")]
    [InlineData("今天。明天！\n", "1 今天。|1 明天！", "")]
    public void Read_gives_sentences_with_their_lines_and_counts_what_is_odd(string content, string expected, string warnings)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.txt"], content);
        (IReadOnlyList<TextExample> examples, ReadReport report) = RawTextReader.Read(folder["a.txt"]);
        Assert.Equal(expected, string.Join('|', examples.Select(e => $"{e.Line} {e.Text}")));
        Assert.Equal(examples.Count, report.Examples);
        Assert.Equal(warnings, Said(report));
    }

    [Fact]
    public void Read_counts_lines_that_are_not_UTF8_and_goes_on()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder["a.txt"], [.. "caf"u8, 0xE9, .. " open.\nGood. "u8, 0xFF, .. "\nlast"u8, 0xE5, 0xA4]);
        (IReadOnlyList<TextExample> examples, ReadReport report) = RawTextReader.Read(folder["a.txt"]);
        Assert.Equal(["caf\uFFFD open.", "Good.", "last\uFFFD"], examples.Select(e => e.Text));
        Assert.Equal(
            "line that is not UTF-8, read with U+FFFD where it is broken: 3, neither letter nor digit, left out: 1",
            Said(report));
    }

    // Three bytes a character: wherever a part ends, it must not end within one.
    [Theory]
    [InlineData("天地玄", 1_000_000)]
    [InlineData("word ", 500_000)]
    [InlineData("abcdefg", 400_000)]
    public void Read_takes_a_line_that_does_not_end_in_parts(string unit, int times)
    {
        using TemporaryFolder folder = new();
        string line = string.Concat(Enumerable.Repeat(unit, times));
        File.WriteAllText(folder["a.txt"], $"One.\n{line}\nTwo. Three.");
        (IReadOnlyList<TextExample> examples, ReadReport report) = RawTextReader.Read(folder["a.txt"]);
        Assert.Equal("One.", examples[0].Text);
        Assert.Equal((3, "Three."), (examples[^1].Line, examples[^1].Text));
        string read = string.Concat(examples.Where(e => e.Line == 2).Select(e => e.Text));
        Assert.True(line.Replace(" ", "", StringComparison.Ordinal) == read.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("line of more than a mebibyte, read in parts: 1", Said(report));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n \n--\n", "has no sentence: none of its 3 lines has a letter or a digit")]
    public void Read_refuses_what_has_no_sentence(string content, string expected)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.txt"], content);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => RawTextReader.Read(folder["a.txt"]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_refuses_UTF16_and_a_file_that_is_not_there()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.txt"], "One. Two.", Encoding.Unicode);
        Assert.Contains(
            "UTF-16",
            Assert.Throws<InvalidDataException>(() => RawTextReader.Read(folder["a.txt"])).Message,
            StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => RawTextReader.Read(folder["none.txt"]));
    }

    private static string Said(ReadReport report) => string.Join(", ", report.Warnings.Select(o => $"{o.Key}: {o.Value}"));
}
