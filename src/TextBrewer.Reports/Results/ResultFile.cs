using System.Text.Json;

namespace TextBrewer.Reports.Results;

/// <summary>Reads a JSON file of a run's folder.</summary>
internal static class ResultFile
{
    /// <summary>What a file holds; null: there is none.</summary>
    /// <exception cref="InvalidDataException">It is not what a run writes.</exception>
    internal static T? Read<T>(string path)
        where T : class => File.Exists(path) ? Parse<T>(File.ReadAllText(path), $"'{path}'", ResultJson.Options) : null;

    /// <summary>What a text says.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">The file, and the line where there are several.</param>
    /// <param name="options">The options of the serializer.</param>
    internal static T Parse<T>(string text, string place, JsonSerializerOptions options)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, options) ?? throw new JsonException("it is 'null'");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{place} is not what a run writes: {problem.Message}", problem);
        }
    }
}
