using TextBrewer.Text.Files;

namespace TextBrewer.Text.Tests.Files;

public sealed class FormatVersionTests
{
    [Fact]
    public void Newer_format_is_refused_with_both_numbers_and_what_to_do()
    {
        InvalidDataException problem = Assert.Throws<InvalidDataException>(() => FormatVersion.Check("'a.json', line 7", 3, newest: 2));
        Assert.Equal("'a.json', line 7 has format 3, and this version reads up to 2: use a newer TextBrewer.", problem.Message);
        FormatVersion.Check("'a.json'", 2, newest: 2);
        Assert.Null(FormatVersion.Problem("'a.json'", 1, newest: 2));
    }
}
