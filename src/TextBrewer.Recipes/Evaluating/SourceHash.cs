using System.Security.Cryptography;

namespace TextBrewer.Recipes.Evaluating;

/// <summary>Of which weights a file was made, so that nobody has to guess later.</summary>
internal static class SourceHash
{
    /// <summary>The SHA-256 of a folder's weights; of several files, one after the other by name.</summary>
    internal static string Of(string folder)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        foreach (string path in Directory.EnumerateFiles(folder).Where(IsWeights).Order(StringComparer.Ordinal))
        {
            using FileStream file = File.OpenRead(path);
            for (int read; (read = file.Read(buffer)) > 0;) hash.AppendData(buffer, 0, read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsWeights(string path) => Path.GetExtension(path) is ".safetensors" or ".bin";
}
