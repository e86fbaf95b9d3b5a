using System.Text.Json;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Given;

namespace TextBrewer.Recipes.TextModels.Given;

/// <summary>Reads a file of answers: JSONL, an object a line, or Parquet with columns of the same names.</summary>
internal static class GivenFile
{
    private static readonly JsonSerializerOptions s_options = new(RecipeJson.Options)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>The rows of a file.</summary>
    /// <exception cref="InvalidDataException">A row is not what it should be; the message has file and line.</exception>
    internal static IEnumerable<GivenAnswer> Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file of answers '{path}'.", path);
        bool isTable = Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase);
        int line = 0;
        foreach (string row in isTable ? ParquetRows.Read(path) : File.ReadLines(path))
        {
            line++;
            if (!string.IsNullOrWhiteSpace(row)) yield return Parse(path, row, line);
        }
    }

    private static GivenAnswer Parse(string path, string row, int line)
    {
        try
        {
            return JsonSerializer.Deserialize<GivenAnswer>(row, s_options)! with { Line = line };
        }
        catch (Exception problem) when (problem is JsonException or ConfigurationException)
        {
            throw new InvalidDataException($"'{path}', line {line}: this is no answer: {problem.Message}", problem);
        }
    }
}
