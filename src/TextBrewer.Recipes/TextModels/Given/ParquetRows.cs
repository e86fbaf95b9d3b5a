using System.Text.Json;
using Parquet.Serialization;

namespace TextBrewer.Recipes.TextModels.Given;

/// <summary>The rows of a Parquet file as JSON.</summary>
internal static class ParquetRows
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no Parquet file, or a damaged one.</exception>
    internal static IEnumerable<string> Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        IReadOnlyList<IDictionary<string, object>> rows;
        try
        {
            rows = [.. ParquetSerializer.DeserializeUntypedAsync(file).GetAwaiter().GetResult().Data];
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            throw new InvalidDataException($"'{path}' is no Parquet file that can be read: {problem.Message}", problem);
        }
        foreach (IDictionary<string, object> row in rows) yield return JsonSerializer.Serialize(row);
    }
}
