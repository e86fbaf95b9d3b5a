using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Training;

namespace TextBrewer.Torture;

/// <summary>What a run's folder holds, file by file, times left out.</summary>
internal static class RunBytes
{
    // Words for a person that hold times, and what holds none of the run's own bytes.
    private static readonly string[] s_without = ["report.html", "run.json", ".lock", "README.md"];

    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] s_times = ["seconds", "latency_ms", "examples_per_second"];

    /// <summary>A hash of each file by its relative path; all event files of a folder together are one.</summary>
    internal static SortedDictionary<string, string> Of(string folder)
    {
        SortedDictionary<string, string> hashes = new(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetFileName(path), relative = Path.GetRelativePath(folder, path);
            if (s_without.Contains(name)) continue;
            if (name.StartsWith("events.", StringComparison.Ordinal))
                hashes[Path.Combine(Path.GetDirectoryName(relative)!, "events")] = Hash(Curves(Path.GetDirectoryName(path)!));
            else hashes[relative] = Hash(name switch
            {
                "metrics.jsonl" or "result.json" => Timeless(path),
                "recipe.json" => Placeless(path, Path.GetDirectoryName(Path.GetFullPath(folder))!),
                _ => File.ReadAllBytes(path),
            });
        }
        return hashes;
    }

    /// <summary>The files in which two folders differ, each as a phrase.</summary>
    internal static IReadOnlyList<string> Differences(
        SortedDictionary<string, string> expected,
        SortedDictionary<string, string> actual) =>
    [
        .. expected.Keys.Union(actual.Keys).Where(name => expected.GetValueOrDefault(name) != actual.GetValueOrDefault(name))
            .Select(name => !actual.ContainsKey(name) ? $"{name} is missing" : !expected.ContainsKey(name) ? $"{name} is too many" : name),
    ];

    /// <summary>A recipe with its paths relative to the folder that all of its run is in.</summary>
    private static byte[] Placeless(string path, string folder)
    {
        string recipe = JsonNode.Parse(File.ReadAllText(path))!.ToJsonString(s_readable);
        return Encoding.UTF8.GetBytes(recipe.Replace(folder, "", StringComparison.Ordinal));
    }

    private static byte[] Timeless(string path)
    {
        IEnumerable<string> texts = path.EndsWith(".jsonl", StringComparison.Ordinal) ? File.ReadLines(path) : [File.ReadAllText(path)];
        return Encoding.UTF8.GetBytes(string.Join('\n', texts.Select(text =>
        {
            JsonNode node = JsonNode.Parse(text)!;
            Strip(node);
            return node.ToJsonString();
        })));
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray list) foreach (JsonNode? element in list) Strip(element);
        if (node is not JsonObject table) return;
        foreach (string time in s_times) table.Remove(time);
        foreach ((_, JsonNode? value) in table) Strip(value);
    }

    /// <summary>What TensorBoard shows: a file that goes on at a step takes back what those before it say from there on.</summary>
    private static byte[] Curves(string folder)
    {
        SortedDictionary<(string Tag, long Step), float> points = [];
        foreach (string file in Directory.GetFiles(folder, "events.*").Order(StringComparer.Ordinal))
            foreach (var record in Whole(file))
            {
                if (record.SessionLog is { } session && session.Status == Tensorboard.SessionLog.Types.SessionStatus.Start)
                    foreach (var point in points.Keys.Where(point => point.Step >= record.Step).ToArray()) points.Remove(point);
                foreach (var value in record.Summary?.Value ?? [])
                    if (value.Tag != "examples_per_second") points[(value.Tag, record.Step)] = value.SimpleValue;
            }
        return Encoding.UTF8.GetBytes(string.Join('\n', points.Select(point =>
            string.Create(CultureInfo.InvariantCulture, $"{point.Key.Tag} {point.Key.Step} {point.Value:R}"))));
    }

    /// <summary>The records of a file; of one that a kill cut off, those before the cut.</summary>
    private static IEnumerable<Tensorboard.Event> Whole(string file)
    {
        using IEnumerator<Tensorboard.Event> records = EventFileReader.Events(file).GetEnumerator();
        while (true)
        {
            try
            {
                if (!records.MoveNext()) yield break;
            }
            catch (InvalidDataException)
            {
                yield break;
            }
            yield return records.Current;
        }
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
