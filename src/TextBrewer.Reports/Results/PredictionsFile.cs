using System.Globalization;
using System.Text.Json;
using TextBrewer.Text.Files;

namespace TextBrewer.Reports.Results;

/// <summary><c>predictions.jsonl</c> of a run's folder: a line for each dev example.</summary>
public static class PredictionsFile
{
    internal const int NewestFormat = 1;

    /// <summary>A line's text.</summary>
    public static string Text(PredictionLine line) => JsonSerializer.Serialize(line, ResultJson.ReadableLineOptions);

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
            PredictionLine line = ResultFile.Parse<PredictionLine>(text, place, ResultJson.ReadableLineOptions);
            FormatVersion.Check(place, line.Format, NewestFormat);
            yield return line;
        }
    }
}
