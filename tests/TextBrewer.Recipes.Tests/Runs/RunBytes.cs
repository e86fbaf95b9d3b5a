using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>What a run's folder holds, apart from times: two runs that are the same have the same.</summary>
internal static class RunBytes
{
    // How long something took, and what a stop adds.
    private static readonly string[] Times = ["seconds", "latency_ms", "examples_per_second"];

    /// <summary>Each file of a folder by its path, as a hash of its bytes or as its lines without times.</summary>
    internal static IReadOnlyDictionary<string, string> Of(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(folder, path), Path: path))
            .Where(file => Path.GetExtension(file.Name) is ".safetensors" or ".onnx" or ".jsonl" or ".txt"
                || Path.GetFileName(file.Name) == "result.json")
            .Where(file => !file.Name.Contains("checkpoints", StringComparison.Ordinal))
            .ToDictionary(file => file.Name, file => Content(file.Path), StringComparer.Ordinal);

    private static string Content(string path) => Path.GetExtension(path) switch
    {
        ".jsonl" => string.Join('\n', File.ReadLines(path).Select(Without)),
        ".json" => Without(File.ReadAllText(path)),
        _ => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))),
    };

    private static string Without(string json)
    {
        JsonNode node = JsonNode.Parse(json)!;
        Remove(node);
        return node.ToJsonString();
    }

    private static void Remove(JsonNode? node)
    {
        if (node is JsonArray list) foreach (JsonNode? element in list) Remove(element);
        if (node is not JsonObject known) return;
        foreach (string time in Times) known.Remove(time);
        foreach ((_, JsonNode? value) in known) Remove(value);
    }
}
