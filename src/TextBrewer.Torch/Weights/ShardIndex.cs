using System.Text.Json;

namespace TextBrewer.Torch.Weights;

/// <summary>The index of weights that stand in several files: <c>weight_map</c>, from a tensor's name to its file's.</summary>
internal static class ShardIndex
{
    // The largest real ones have a few megabytes.
    private const long Limit = 100_000_000;

    /// <summary>The file of every tensor, in the order of the index; the files' names are plain names.</summary>
    internal static IReadOnlyList<(string Tensor, string File)> Read(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > Limit) throw Bad(path, $"it has {length} bytes, more than any index");
        List<(string, string)> places = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (JsonProperty property in document.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                string file = property.Value.GetString() ?? "null";
                if (!IsPlain(file)) throw Bad(path, $"the tensor '{property.Name}' should stand in '{file}', which is not a plain file "
                    + "name");
                if (!names.Add(property.Name)) throw Bad(path, $"the tensor '{property.Name}' stands in it twice");
                places.Add((property.Name, file));
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Bad(path, "it is not JSON with a weight_map from names to files", problem);
        }
        return places;
    }

    internal static InvalidDataException Bad(string path, string what, Exception? inner = null) =>
        new($"'{path}' is not a sound index of weights: {what}. Fetch or save it again, with all its files.", inner);

    // The same on every system: what is a path on one of them is refused on all.
    private static bool IsPlain(string file) =>
        file.Length > 0 && file is not ("." or "..") && !file.AsSpan().ContainsAny('/', '\\', ':') && !file.Any(char.IsControl);
}
