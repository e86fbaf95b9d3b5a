using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.Reporting;

/// <summary><c>predictions.jsonl</c> of a run's folder.</summary>
internal static class PredictionsFile
{
    internal const string FileName = "predictions.jsonl";
    internal const int NewestFormat = 1;

    // A person reads it too: letters outside ASCII stay letters.
    private static readonly JsonSerializerOptions Options = new(RecipeJson.LineOptions)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    /// <summary>Writes the file under a temporary name and renames it.</summary>
    internal static void Write(string folder, IEnumerable<PredictionLine> lines)
    {
        string path = Path.Combine(folder, FileName);
        File.WriteAllLines(path + ".writing", lines.Select(line => JsonSerializer.Serialize(line, Options)));
        File.Move(path + ".writing", path, overwrite: true);
    }

    /// <summary>Reads the file line by line; nothing where there is none.</summary>
    /// <exception cref="InvalidDataException">It is malformed, or of a newer version.</exception>
    internal static IEnumerable<PredictionLine> Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) yield break;
        int number = 0;
        foreach (string text in File.ReadLines(path))
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"'{path}', line {++number}");
            PredictionLine line = Parse(text, place);
            FormatVersion.Check(place, line.Format, NewestFormat);
            yield return line;
        }
    }

    private static PredictionLine Parse(string text, string place)
    {
        try
        {
            return JsonSerializer.Deserialize<PredictionLine>(text, Options) ?? throw new JsonException("it is 'null'");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{place} is not what a run writes: {problem.Message}", problem);
        }
    }
}
