using System.Globalization;
using System.Text.Json;
using TextBrewer.Torch.Files;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Weights;

/// <summary>
/// Writes weights into a Hugging Face folder, as transformers does: one <c>model.safetensors</c>, or, where they are too many for one,
/// files <c>model-00001-of-00002.safetensors</c> with an index.
/// </summary>
internal static class ShardedWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private const string Single = "model.safetensors", Index = "model.safetensors.index.json";

    /// <summary>Writes tensors, and removes what an earlier save left that would be read in their place.</summary>
    /// <param name="folder">The folder, which is there.</param>
    /// <param name="tensors">The tensors, which are filled into files in their order.</param>
    /// <param name="metadata">What each file says of itself.</param>
    /// <param name="maxBytes">The most bytes of tensors in a file; one that is larger stands alone.</param>
    internal static void Write(
        string folder,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata,
        long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        List<List<KeyValuePair<string, Tensor>>> shards = Shards(tensors, maxBytes);
        string[] names = [.. shards.Select((_, shard) => shards.Count == 1 ? Single : Name(shard + 1, shards.Count))];
        foreach ((string name, List<KeyValuePair<string, Tensor>> shard) in names.Zip(shards))
            SafetensorsFile.Write(Path.Combine(folder, name), shard, metadata);
        if (shards.Count > 1) WriteIndex(folder, names, shards);
        foreach (string old in Directory.GetFiles(folder, "model-*-of-*.safetensors").Append(Path.Combine(folder, Single)))
            if (!names.Contains(Path.GetFileName(old))) File.Delete(old);
        if (shards.Count == 1) File.Delete(Path.Combine(folder, Index));
    }

    private static List<List<KeyValuePair<string, Tensor>>> Shards(IReadOnlyDictionary<string, Tensor> tensors, long maxBytes)
    {
        List<List<KeyValuePair<string, Tensor>>> shards = [[]];
        long bytes = 0;
        foreach (KeyValuePair<string, Tensor> tensor in tensors)
        {
            long own = BytesOf(tensor.Value);
            if (shards[^1].Count > 0 && bytes + own > maxBytes)
            {
                shards.Add([]);
                bytes = 0;
            }
            shards[^1].Add(tensor);
            bytes += own;
        }
        return shards;
    }

    private static void WriteIndex(string folder, string[] names, List<List<KeyValuePair<string, Tensor>>> shards)
    {
        SortedDictionary<string, string> places = new(StringComparer.Ordinal);
        foreach ((string name, List<KeyValuePair<string, Tensor>> shard) in names.Zip(shards))
            foreach ((string tensor, _) in shard) places[tensor] = name;
        long total = shards.Sum(shard => shard.Sum(tensor => BytesOf(tensor.Value)));
        string json = JsonSerializer.Serialize(
            new Dictionary<string, object> { ["metadata"] = new { total_size = total }, ["weight_map"] = places },
            Indented);
        DurableFile.WriteText(Path.Combine(folder, Index), json);
    }

    private static string Name(int shard, int shards) =>
        string.Create(CultureInfo.InvariantCulture, $"model-{shard:d5}-of-{shards:d5}.safetensors");

    private static long BytesOf(Tensor tensor) => tensor.numel() * tensor.ElementSize;
}
