using System.Text.Json;
using TextBrewer.Text.Files;

namespace TextBrewer.Text.Reading;

/// <summary>Reads multiple choice from TSV, CSV and JSONL files.</summary>
public static class ChoiceReader
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A column or a row is not what it should be; the message has file and line.</exception>
    public static (IReadOnlyList<ChoiceExample> Examples, ReadReport Report) Read(string path, ChoiceOptions options)
    {
        if (options.Choices.Count == 0) throw new InvalidDataException(
            $"'{path}': no column of choices is named. Name one for each choice, or one that holds JSON lists.");
        Warnings warnings = new();
        TextFile file = TextFile.Read(path, warnings, options.Encoding);
        string?[] columns = [options.Text, .. options.Choices, options.Label, .. options.Where?.Keys ?? []];
        List<ChoiceExample> examples = [];
        TableForm form = new(options.Format, options.Delimiter, options.Header);
        foreach (Row row in TableRows.Read(file, form, [.. columns.OfType<string>().Distinct()], warnings))
        {
            if (options.Where?.Any(condition => row.Cell(condition.Key).Trim() != condition.Value) == true)
            {
                warnings.Count("rows of another kind");
                continue;
            }
            string context = row.Cell(options.Text);
            IReadOnlyList<string> choices = options.Choices.Count > 1
                ? [.. options.Choices.Select(row.Cell)]
                : row.Items(options.Choices[0]) ?? Parse(path, row, options.Choices[0]);
            if (choices.Count < 2) throw new InvalidDataException($"'{path}', line {row.Line}, column '{options.Choices[0]}': there is a "
                + $"choice only between two or more, and here is {choices.Count}.");
            string? label = options.Label is null ? null : row.Cell(options.Label).Trim();
            if (label is not null) label = options.LabelNames?.GetValueOrDefault(label, label) ?? label;
            if (context.Length == 0) warnings.Count("empty text");
            if (choices.Any(choice => choice.Length == 0)) warnings.Count("empty choice");
            if (choices.Append(context).Any(text => text.Contains('\0', StringComparison.Ordinal))) warnings.Count("NUL character");
            if (label?.Length == 0) warnings.Count("empty label");
            examples.Add(new ChoiceExample(context, choices, string.IsNullOrEmpty(label) ? null : label, row.Line));
        }
        if (examples.Count == 0) throw new InvalidDataException($"'{path}' has a header but no rows.");
        return (examples, new ReadReport(examples.Count, warnings.Counts));
    }

    /// <summary>A cell of a TSV or CSV file that holds a JSON list.</summary>
    private static string[] Parse(string path, Row row, string column)
    {
        string cell = row.Cell(column);
        try
        {
            using JsonDocument document = JsonDocument.Parse(cell);
            return [.. new JsonPlace(path, $"line {row.Line}, column '{column}'", document.RootElement).Items()
                .Select(item => item.Scalar())];
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException(
                $"'{path}', line {row.Line}, column '{column}': one column of choices holds JSON lists, like [\"…\", \"…\"]; this is none.",
                problem);
        }
    }
}
