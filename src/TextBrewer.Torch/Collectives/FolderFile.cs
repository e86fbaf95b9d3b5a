using System.Security.Cryptography;

namespace TextBrewer.Torch.Collectives;

/// <summary>A file of a folder that is given to all processes.</summary>
/// <param name="Name">Its path in the folder, with slashes.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Hash">Their SHA-256.</param>
internal sealed record FolderFile(string Name, long Length, string Hash)
{
    /// <summary>The files of a folder and of the folders in it.</summary>
    internal static FolderFile[] Of(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => new FolderFile(
                Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'),
                new FileInfo(path).Length,
                HashOf(path))),
    ];

    /// <summary>Whether a folder has this very file.</summary>
    internal bool IsIn(string folder)
    {
        try
        {
            string path = Path.Combine(folder, Name);
            return File.Exists(path) && new FileInfo(path).Length == Length && HashOf(path) == Hash;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}
