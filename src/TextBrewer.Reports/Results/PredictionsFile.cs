using System.Globalization;
using System.Text.Json;
using TextBrewer.Text.Files;

namespace TextBrewer.Reports.Results;

/// <summary><c>predictions.jsonl</c> of a run's folder: a line for each dev example.</summary>
public static class PredictionsFile
{
    internal const int NewestFormat = 1;

    /// <summary>A line's text.</summary>
    public static string Text(PredictionLine line) => JsonSerializer.Serialize(line, ResultJson.LineOptions);

    /// <summary>Reads a folder's file line by line; nothing where there is none.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="InvalidDataException">It is malformed, or of a newer version.</exception>
    public static IEnumerable<PredictionLine> Read(string folder)
    {
        string path = Path.Combine(folder, RunFileNames.Predictions);
        if (!File.Exists(path)) yield break;
        int number = 0;
        foreach (string text in File.ReadLines(path))
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"'{path}', line {++number}");
            PredictionLine line = ResultFile.Parse<PredictionLine>(text, place, ResultJson.LineOptions);
            FormatVersion.Check(place, line.Format, NewestFormat);
            if (Problem(line) is { } problem) throw new InvalidDataException($"{place} is not what a run writes: {problem}.");
            yield return line;
        }
    }

    /// <summary>What cannot be told: words have as many tags, and tags as many confidences.</summary>
    private static string? Problem(PredictionLine line)
    {
        foreach ((string version, PredictionRecord record) in line.Versions)
        {
            if (record.Decision is null) return $"'{version}' decides nothing";
            int tags = record.Decision.Values.Count;
            if (line.Words is { } words && words.Count != tags) return $"{words.Count} words have {tags} tags of '{version}'";
            if (record.Confidences is { } sure && sure.Count != tags) return $"{tags} tags of '{version}' have {sure.Count} confidences";
            if (record.Confidences is not null && line.Gold is { } right && right.Values.Count != tags)
                return $"{right.Values.Count} tags are right, and '{version}' has {tags}";
        }
        return line is { Words: { } all, Gold: { } gold } && all.Count != gold.Values.Count
            ? $"{all.Count} words have {gold.Values.Count} tags"
            : null;
    }
}
