using TextBrewer.Testing;
using TextBrewer.Text.Files;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Text.Tests.Tasks;

/// <summary><c>textbrewer.json</c> from anywhere: what no model could mean is refused where it is read.</summary>
public sealed class TaskFileTests
{
    [Theory]
    [InlineData("\"labels\": [\"0\", null]", "a label is null")]
    [InlineData("\"labels\": [\"a\", \"a\"]", "'a' twice")]
    [InlineData("\"max_length\": 0", "max_length is 0")]
    [InlineData("\"stride\": -1", "stride is -1")]
    [InlineData("\"max_question_length\": -1", "max_question_length is -1")]
    [InlineData("\"max_answer_length\": 0", "max_answer_length is 0")]
    [InlineData("\"max_length\": \"\\ud800\"", "max_length")]
    public void Value_that_no_model_has_is_refused_with_the_file(string value, string says)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["textbrewer.json"], $$"""{ "task": "qa", {{value}} }""");
        string message = Assert.Throws<InvalidDataException>(() => TaskFile.Load(folder.Path)).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains(folder["textbrewer.json"], message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0a", "0A", false)]
    [InlineData("0a", "0b", true)]
    [InlineData(null, "0b", false)]
    [InlineData("", "0b", false)]
    [InlineData("0a", null, false)]
    public void Source_of_a_file_is_its_folders_or_it_is_refused(string? own, string? folder, bool isRefused)
    {
        void Check() => ModelSource.Check("model.onnx", own, folder);
        if (isRefused) Assert.Contains("model.onnx", Assert.Throws<InvalidDataException>(Check).Message, StringComparison.Ordinal);
        else Check();
    }
}
