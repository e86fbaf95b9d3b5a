using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TextBrewer.Testing;
using TextBrewer.Text.Reading;

namespace TextBrewer.Text.Tests.Reading;

/// <summary>
/// Real files with accidents: a reader says what and where, or keeps and counts; it never throws anything else, loses a row or goes on for
/// ever.
/// </summary>
public sealed class MalformedFileTests
{
    // Mistakes of a whole file have no line.
    private static readonly string[] OfTheFile =
    [
        "is UTF-16",
        "is empty",
        "has no column",
        "a header but no rows",
        "has no sentences",
        "has no questions",
        ", so there is no column",
    ];

    [Theory]
    [InlineData("sst2/dev.tsv", "sentence", null, "label")]
    [InlineData("mrpc/test.tsv", "#1 String", "#2 String", "Quality")]
    [InlineData("rte/dev.tsv", "sentence1", "sentence2", "label")]
    [InlineData("chnsenticorp/ChnSentiCorp_htl_all.csv", "review", null, "label")]
    [InlineData("ocnli/dev_few_all.json", "sentence1", "sentence2", "label")]
    public Task TableReader_of_a_malformed_file_says_where_or_counts(string file, string text, string? pair, string label) =>
        Check(file, Head(file, 30), path =>
        {
            (IReadOnlyList<TextExample> examples, ReadReport report) = TableReader.Read(
                path,
                new TableOptions { Text = text, Pair = pair, Label = label });
            Assert.All(examples, e => Assert.True(pair is null || e.Pair is not null));
            int empty = examples.Count(e => e.Text.Length == 0 || e.Pair?.Length == 0), unlabelled = examples.Count(e => e.Label is null);
            Assert.Equal(
                (empty, unlabelled),
                (report.Warnings.GetValueOrDefault("empty text"), report.Warnings.GetValueOrDefault("empty label")));
            // A row of CSV may be of several lines.
            if (!file.EndsWith(".csv", StringComparison.Ordinal)) Assert.Equal(
                Lines(path) - (file.EndsWith(".tsv", StringComparison.Ordinal) ? 1 : 0),
                examples.Count + report.Warnings.GetValueOrDefault("blank line"));
        });

    [Theory]
    [InlineData("wnut17/wnut17train.conll")]
    [InlineData("wikigold/wikigold.conll.txt")]
    [InlineData("msra_ner/val.txt")]
    public Task TaggedReader_of_a_malformed_file_says_where_or_counts(string file) =>
        Check(file, Head(file, 150), path =>
        {
            (IReadOnlyList<TaggedExample> examples, ReadReport report) = TaggedReader.Read(path, new TaggedOptions());
            Assert.All(examples, e => Assert.Equal(e.Words.Count, e.Tags!.Count));
            int blank = File.ReadAllText(path).Split(Ends(path)).Count(string.IsNullOrWhiteSpace);
            int kept = examples.Sum(e => e.Words.Count) + report.Warnings.GetValueOrDefault("-DOCSTART- line")
                + report.Warnings.GetValueOrDefault("comment line");
            Assert.Equal(File.ReadAllText(path).Split(Ends(path)).Length, kept + blank);
        });

    [Theory]
    [InlineData("cmrc2018/trial.json")]
    [InlineData("drcd/DRCD_dev.json")]
    [InlineData("squad/v1.1-dev10.json")]
    public Task QuestionReader_of_a_malformed_file_says_where_or_counts(string file) =>
        Check(file, Paragraphs(file), path =>
        {
            (IReadOnlyList<QuestionExample> examples, ReadReport report) = QuestionReader.Read(path);
            ReferenceAnswer[] answers = [.. examples.SelectMany(e => e.Answers)];
            foreach (QuestionExample example in examples)
                foreach (ReferenceAnswer answer in example.Answers.Where(answer => answer.Start >= 0))
                    Assert.Equal(answer.Text, example.Context.Substring(answer.Start, answer.Text.Length));
            Assert.Equal(
                answers.Count(a => a.Start < 0),
                report.Warnings.GetValueOrDefault("answer not in the passage") + report.Warnings.GetValueOrDefault("empty answer"));
        });

    [Fact]
    public Task TaggedReader_of_malformed_spans_says_where_or_counts()
    {
        byte[] spans = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""
            {"text": "Ann 😀 lives in New York.", "entities": [{"start": 15, "end": 23, "label": "LOC"}, [0, 3, "PER"]]}
            {"text": "浙商银行的叶老桂", "label": {"company": {"浙商银行": [[0, 3]]}, "name": {"叶老桂": [[5, 7]]}}}

            """, 4)));
        return Check("spans.jsonl", spans, path =>
        {
            (IReadOnlyList<TaggedExample> examples, ReadReport report) = TaggedReader.Read(path, new TaggedOptions());
            Assert.All(examples, e => Assert.Equal(e.Words, e.Offsets!.Select(o => e.Text![o.Start..o.End])));
            Assert.Equal(Lines(path), examples.Count + report.Warnings.GetValueOrDefault("blank line"));
        });
    }

    [Fact]
    public Task ChoiceReader_of_a_malformed_file_says_where_or_counts()
    {
        byte[] rows = Encoding.UTF8
            .GetBytes(string.Concat(Enumerable.Repeat("{\"context\": \"Was?\", \"choices\": [\"eins\", \"zwei 二\"], \"label\": 1}\n", 6)));
        return Check("choices.jsonl", rows, path =>
        {
            (IReadOnlyList<ChoiceExample> examples, ReadReport report) = ChoiceReader.Read(
                path,
                new ChoiceOptions { Choices = ["choices"] });
            Assert.All(examples, e => Assert.True(e.Choices.Count >= 2));
            Assert.Equal(Lines(path), examples.Count + report.Warnings.GetValueOrDefault("blank line"));
        });
    }

    [Theory]
    [InlineData("cmrc2018/trial.json")]
    [InlineData("sst2/dev.tsv")]
    [InlineData("wikigold/wikigold.conll.txt")]
    [InlineData("chnsenticorp/ChnSentiCorp_htl_all.csv")]
    [InlineData("bustm/dev_few_all.json")]
    [InlineData("vocab-zh/vocab.txt")]
    [InlineData("vocab-en/tokenizer.json")]
    public void Readers_of_a_file_of_another_kind_say_so_or_read_it(string file)
    {
        string path = Golden.Shared(Path.Combine("data", file));
        foreach (Action read in new Action[] {
            () => TableReader.Read(path, new TableOptions()),
            () => TaggedReader.Read(path, new TaggedOptions()),
            () => TaggedReader.Read(path, new TaggedOptions { Format = "conll" }),
            () => QuestionReader.Read(path),
            () => ChoiceReader.Read(path, new ChoiceOptions { Choices = ["a", "b"] }) })
            AssertClear(path, read);
    }

    private static async Task Check(string name, byte[] file, Action<string> read)
    {
        using TemporaryFolder folder = new();
        string path = folder[Path.GetFileName(name)];
        await Task.Run(() => Mutation.Of(file).Sample(bytes =>
        {
            File.WriteAllBytes(path, bytes);
            AssertClear(path, () => read(path));
        }, iter: 400, threads: 1)).WaitAsync(TimeSpan.FromMinutes(2));
    }

    private static void AssertClear(string path, Action read)
    {
        try
        {
            read();
        }
        catch (InvalidDataException error)
        {
            Assert.Contains(Path.GetFileName(path), error.Message, StringComparison.Ordinal);
            Assert.True(error.Message.Contains(", line ", StringComparison.Ordinal)
                || error.Message.Contains(", $", StringComparison.Ordinal)
                || OfTheFile.Any(part => error.Message.Contains(part, StringComparison.Ordinal)), error.Message);
        }
    }

    private static byte[] Head(string file, int lines) =>
        Encoding.UTF8
            .GetBytes(string.Concat(File.ReadLines(Golden.Shared(Path.Combine("data", file))).Take(lines).Select(line => line + "\n")));

    /// <summary>The first paragraphs of a document, as it is.</summary>
    private static byte[] Paragraphs(string file)
    {
        JsonNode document = JsonNode.Parse(File.ReadAllText(Golden.Shared(Path.Combine("data", file))))!;
        JsonArray data = document["data"]!.AsArray();
        while (data.Count > 2) data.RemoveAt(data.Count - 1);
        foreach (JsonNode? article in data)
            while (article!["paragraphs"]!.AsArray() is { Count: > 1 } paragraphs) paragraphs.RemoveAt(paragraphs.Count - 1);
        return Encoding.UTF8.GetBytes(document.ToJsonString(new System.Text.Json.JsonSerializerOptions
        {
            WriteIndented = file.Contains("cmrc", StringComparison.Ordinal),
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
        }));
    }

    private static char Ends(string path) => File.ReadAllText(path).Contains('\n', StringComparison.Ordinal) ? '\n' : '\r';

    /// <summary>Lines up to the last that is not blank; a tab alone is two empty cells of a TSV file.</summary>
    private static int Lines(string path) =>
        File.ReadAllText(path).TrimEnd(path.EndsWith(".tsv", StringComparison.Ordinal) ? ['\r', '\n'] : null).Split(Ends(path)).Length;
}
