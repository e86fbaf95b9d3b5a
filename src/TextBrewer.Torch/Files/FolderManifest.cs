using System.Security.Cryptography;
using System.Text.Json;

namespace TextBrewer.Torch.Files;

/// <summary>
/// <c>manifest.json</c> of a folder: the length and the SHA-256 of each of its files, so that a damaged one, or another folder's, is found
/// before it is believed.
/// </summary>
public static class FolderManifest
{
    /// <summary>The manifest's name.</summary>
    public const string FileName = "manifest.json";

    private const long LargestManifest = 1 << 20;

    // Without white space: every byte of it means something, so that none can change unseen.
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads every file of a folder and compares it with the manifest.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>What is wrong, as a sentence that names the file; null: all is as it was written.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string? Problem(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return $"'{folder}' has no {FileName}.";
        if (Read(path) is not { } files) return $"'{path}' is damaged.";
        foreach ((string name, ManifestFile expected) in files)
        {
            if (name != Path.GetFileName(name)) return $"'{path}' is damaged.";
            string file = Path.Combine(folder, name);
            if (!File.Exists(file)) return $"'{file}' is missing.";
            long bytes = new FileInfo(file).Length;
            if (bytes != expected.Bytes) return $"'{file}' has {bytes} bytes, and {expected.Bytes} were written.";
            using FileStream stream = File.OpenRead(file);
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) != expected.Sha256)
                return $"'{file}' is damaged: it does not have its checksum.";
        }
        return null;
    }

    internal static void Serialize(Stream stream, IReadOnlyDictionary<string, ManifestFile> files) =>
        JsonSerializer.Serialize(stream, files, s_options);

    private static Dictionary<string, ManifestFile>? Read(string path)
    {
        if (new FileInfo(path).Length > LargestManifest) return null;
        try
        {
            Dictionary<string, ManifestFile>? files =
                JsonSerializer.Deserialize<Dictionary<string, ManifestFile>>(File.ReadAllBytes(path), s_options);
            return files is { Count: > 0 } && files.Values.All(file => file is not null) ? files : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
