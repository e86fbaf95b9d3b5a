using TextBrewer.Testing;
using TextBrewer.Text.Reading;

namespace TextBrewer.Text.Tests.Reading;

public sealed class QuestionReaderTests
{
    private const string Corrected = "answer at a wrong offset, corrected", Missing = "answer not in the passage", Spaces
        = "white space around an answer, cut off";

    // Questions, answers and warnings as a few lines of Python count them.
    [Theory]
    [InlineData("squad/v1.1-train38.json", 8_183, 26_981, 0, 0, 0, 0)]
    [InlineData("squad/v1.1-dev10.json", 2_387, 7_745, 0, 0, 0, 0)]
    [InlineData("cmrc2018/train.json", 10_142, 10_142, 21, 0, 37, 0)]
    [InlineData("cmrc2018/dev.json", 3_219, 9_657, 7, 193, 13, 0)]
    [InlineData("cmrc2018/trial.json", 1_002, 1_002, 5, 0, 3, 2)]
    [InlineData("drcd/DRCD_dev.json", 3_524, 7_048, 0, 0, 0, 0)]
    public void Read_of_a_real_file_has_its_questions_answers_and_warnings(
        string file,
        int questions,
        int answers,
        int corrected,
        int missing,
        int spaces,
        int empty)
    {
        (IReadOnlyList<QuestionExample> examples, ReadReport report) = QuestionReader.Read(Golden.Shared(Path.Combine("data", file)));
        Assert.Equal((questions, questions, answers), (examples.Count, report.Examples, examples.Sum(e => e.Answers.Count)));
        Dictionary<string, int> expected = new()
        {
            [Corrected] = corrected,
            [Missing] = missing,
            [Spaces] = spaces,
            ["empty question"] = empty
        };
        Assert.Equal(expected.Where(o => o.Value > 0).OrderBy(o => o.Key), report.Warnings.OrderBy(o => o.Key));
        Assert.Equal(missing, examples.Sum(e => e.Answers.Count(a => a.Start < 0)));
        Assert.All(
            examples,
            e => Assert.All(e.Answers.Where(a => a.Start >= 0), a => Assert.Equal(a.Text, e.Context.Substring(a.Start, a.Text.Length))));
        Assert.All(examples, e => Assert.Contains(e.Answers, a => a.Start >= 0));
    }

    [Theory]
    [InlineData("a bb a bb", "bb", 2, 2, "")]
    [InlineData("a bb a bb", "bb", 6, 7, Corrected)]
    [InlineData("a bb a bb", "bb", 3, 2, Corrected)]
    [InlineData("a bb a bb", "bb", 99, 7, Corrected)]
    [InlineData("a bb a bb", "bb", -1, 2, Corrected)]
    [InlineData("😀😀 bb 😀 bb", "bb", 8, 11, "")] // characters, not UTF-16 units
    [InlineData("a bb a bb", " bb ", 1, 2, Spaces)]
    [InlineData("a bb a bb", "cc", 2, -1, Missing + "+question without a usable answer")]
    [InlineData("a bb a bb", " ", 1, -1, "empty answer+question without a usable answer")]
    public void Read_places_answers_where_they_are(string context, string answer, int start, int expected, string warnings)
    {
        using TemporaryFolder folder = new();
        string answers = $$"""[{"text": "{{answer}}", "answer_start": {{start}}}]""";
        string questions = $$"""[{"id": 7, "question": "?", "answers": {{answers}}}]""";
        string json = $$"""{"data": [{"paragraphs": [{"context": "{{context}}", "qas": {{questions}}}]}]}""";
        File.WriteAllText(folder["q.json"], json);
        (IReadOnlyList<QuestionExample> examples, ReadReport report) = QuestionReader.Read(folder["q.json"]);
        Assert.Equal([new ReferenceAnswer(answer.Trim(), expected)], Assert.Single(examples).Answers);
        Assert.Equal("7", examples[0].Id);
        Assert.Equal(warnings.Split('+', StringSplitOptions.RemoveEmptyEntries).Order(), report.Warnings.Keys.Order());
    }

    [Fact]
    public void Read_of_SQuAD_2_keeps_questions_without_an_answer_and_counts_them()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["q.json"], """
            {"data": [{"paragraphs": [{"context": "a bb", "qas": [
              {"id": "1", "question": "?", "is_impossible": true, "answers": [], "plausible_answers": [{"text": "bb", "answer_start": 2}]},
              {"id": "1", "question": "?", "is_impossible": false, "answers": [{"text": "bb", "answer_start": "2"}]}]}]}]}
            """);
        (IReadOnlyList<QuestionExample> examples, ReadReport report) = QuestionReader.Read(folder["q.json"]);
        Assert.Equal([0, 1], examples.Select(e => e.Answers.Count));
        Assert.Equal(
            ["id that stands there again (each question counts)", "question that the passage does not answer"],
            report.Warnings.Keys.Order());
    }

    [Theory]
    [InlineData("""{"question": "?", "context": "a bb", "answer": "bb"}""")]
    [InlineData("""{"question": "?", "context": "a bb", "answers": ["bb"]}""")]
    [InlineData("""{"question": "?", "context": "a bb", "answer": "bb", "answer_start": 2, "id": 5}""")]
    [InlineData("""{"question": "?", "context": "a bb", "answers": {"text": ["bb"], "answer_start": [2]}}""")]
    [InlineData("""{"question": "?", "context": "a bb", "answers": [{"text": "bb"}]}""")]
    public void Read_of_rows_takes_answers_in_every_form(string row)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["q.jsonl"], $"{row}\n\n{row}\n");
        File.WriteAllText(folder["q.json"], $"[{row}]");
        (IReadOnlyList<QuestionExample> examples, ReadReport report) = QuestionReader.Read(folder["q.jsonl"]);
        Assert.Equal([1, 3], examples.Select(e => e.Line));
        Assert.Equal(1, report.Warnings["blank line"]);
        Assert.All(
            examples.Concat(QuestionReader.Read(folder["q.json"]).Examples),
            e => Assert.Equal([new ReferenceAnswer("bb", 2)], e.Answers));
    }

    [Theory]
    [InlineData("{\n \"data\": [{\"paragraphs\": [{}]}]}", "$.data[0].paragraphs[0]: there is no key 'context'")]
    [InlineData("{\n \"data\": 5}", "$.data: expected is a list, and this is the number 5")]
    [InlineData("{\n \"date\": 5}", "$: there is no key 'data'. Its keys are: date.")]
    [InlineData("{\n \"data\": [}", "line 2, byte 11: this is not JSON")]
    [InlineData("{\"data\": []}", "has no questions")]
    [InlineData("{\"question\": \"a\"}\n", "line 1, $: there is no key 'context'")]
    [InlineData("{\"question\": \"a\", \"context\": \"b\"}\n{", "line 2, byte")]
    [InlineData("{\"data\": [{\"paragraphs\": [{\"context\": \"a\", \"qas\": [{\"id\": \"1\", \"question\": \"?\", \"answers\": "
        + "[{\"text\": \"a\", \"answer_start\": "
        + "0.5}]}]}]}]}", "$.data[0].paragraphs[0].qas[0].answers[0].answer_start: expected is a whole number")]
    [InlineData("[[]]", "$[0]: a row is an object")]
    [InlineData("null", "a line of JSONL is an object")]
    public void Read_of_JSON_of_another_shape_says_where(string json, string says)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["bad.json"], json);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => QuestionReader.Read(folder["bad.json"]));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("bad.json", error.Message, StringComparison.Ordinal);
    }
}
