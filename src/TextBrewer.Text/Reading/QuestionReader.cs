using System.Text.Json;
using TextBrewer.Text.Files;

namespace TextBrewer.Text.Reading;

/// <summary>
/// Reads questions about passages: SQuAD's JSON (SQuAD 1.1 and 2, CMRC 2018, DRCD), or rows of question, context and answer (JSONL, or a
/// list), also as Hugging Face's datasets have them.
/// </summary>
public static class QuestionReader
{
    /// <summary>
    /// Reads a whole file. Answers begin where the file says, counted in Unicode characters as Python does; where their text does not stand
    /// there, at its occurrence nearest to that place.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not JSON, or of another shape; the message has line and byte, or the path in the
    /// document.</exception>
    public static (IReadOnlyList<QuestionExample> Examples, ReadReport Report) Read(string path)
    {
        Warnings warnings = new();
        TextFile file = TextFile.Read(path, warnings);
        List<QuestionExample> examples = [.. IsDocument(file) ? Document(file, warnings) : Rows(file, warnings)];
        if (examples.Count == 0) throw new InvalidDataException($"'{path}' has no questions.");
        HashSet<string> ids = [];
        foreach (QuestionExample example in examples)
        {
            if (!ids.Add(example.Id)) warnings.Count("id that stands there again (each question counts)");
            if (string.IsNullOrWhiteSpace(example.Question)) warnings.Count("empty question");
            if (string.IsNullOrWhiteSpace(example.Context)) warnings.Count("empty passage");
            if (example.Question.Contains('\0', StringComparison.Ordinal)
                || example.Context.Contains('\0', StringComparison.Ordinal)) warnings.Count("NUL character");
        }
        return (examples, new ReadReport(examples.Count, warnings.Counts));
    }

    /// <summary>A document begins with an object that does not end in its line, or that has SQuAD's one key.</summary>
    private static bool IsDocument(TextFile file)
    {
        if (file.First == '[') return false;
        ReadOnlyMemory<char> first = file.Lines().First(line => !line.Text.Span.IsWhiteSpace()).Text;
        try
        {
            using JsonDocument document = JsonDocument.Parse(first);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && new JsonPlace(file.Path, "$", document.RootElement).Has("data", out _);
        }
        catch (JsonException)
        {
            return !Path.GetExtension(file.Path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase);
        }
    }

    private static IEnumerable<QuestionExample> Document(TextFile file, Warnings warnings)
    {
        foreach (JsonPlace article in JsonObjects.Document(file).Get("data").Items())
        {
            foreach (JsonPlace paragraph in article.Get("paragraphs").Items())
            {
                AnswerPlaces places = new(paragraph.Get("context").Text(), warnings);
                foreach (JsonPlace question in paragraph.Get("qas").Items())
                {
                    bool impossible = question.Find("is_impossible") is { Element.ValueKind: JsonValueKind.True };
                    IReadOnlyList<ReferenceAnswer> answers = impossible || question.Find("answers") is not JsonPlace list
                        ? []
                        : Answers(list, null, places);
                    Judge(answers, impossible, warnings);
                    yield return new QuestionExample(
                        question.Get("id").Scalar(),
                        question.Get("question").Text(),
                        places.Context,
                        answers,
                        null);
                }
            }
        }
    }

    private static IEnumerable<QuestionExample> Rows(TextFile file, Warnings warnings)
    {
        foreach ((int line, JsonPlace row) in JsonObjects.Read(file, warnings))
        {
            AnswerPlaces places = new(row.Get("context").Text(), warnings);
            IReadOnlyList<ReferenceAnswer> answers = (row.Find("answers") ?? row.Find("answer")) is JsonPlace given
                ? Answers(given, row.Find("answer_start"), places)
                : [];
            Judge(answers, impossible: false, warnings);
            string id = row.Find("id")?.Scalar() ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{line}");
            yield return new QuestionExample(id, row.Get("question").Text(), places.Context, answers, line);
        }
    }

    /// <summary>One text, a list of texts or of SQuAD's objects, or Hugging Face's object of two lists.</summary>
    private static IReadOnlyList<ReferenceAnswer> Answers(JsonPlace given, JsonPlace? start, AnswerPlaces places)
    {
        switch (given.Element.ValueKind)
        {
            case JsonValueKind.Array:
                return [.. given.Items().SelectMany(item => Answers(item, null, places))];
            case JsonValueKind.Object when given.Get("text") is { Element.ValueKind: JsonValueKind.Array } texts:
                JsonPlace[] starts = [.. given.Find("answer_start")?.Items() ?? []];
                JsonPlace[] all = [.. texts.Items()];
                if (starts.Length > 0 && starts.Length != all.Length) throw given.Wrong($"{all.Length} texts have {starts.Length} places.");
                return [.. all.Select((text, i) => places.Find(text.Text(), starts.Length == 0 ? null : Start(starts[i])))];
            case JsonValueKind.Object:
                return [places.Find(given.Get("text").Text(), Start(given.Find("answer_start")))];
            default:
                return [places.Find(given.Text(), Start(start))];
        }
    }

    /// <summary>Some files write the number in quotes.</summary>
    private static int? Start(JsonPlace? place) => place switch
    {
        null => null,
        { Element.ValueKind: JsonValueKind.String } text => int.TryParse(
            text.Text(),
            System.Globalization.CultureInfo.InvariantCulture,
            out int start) ? start : throw text.Wrong("expected is a whole number."),
        JsonPlace number => number.Integer(),
    };

    private static void Judge(IReadOnlyList<ReferenceAnswer> answers, bool impossible, Warnings warnings)
    {
        if (impossible) warnings.Count("question that the passage does not answer");
        else if (answers.All(answer => answer.Start < 0)) warnings.Count("question without a usable answer");
    }
}
