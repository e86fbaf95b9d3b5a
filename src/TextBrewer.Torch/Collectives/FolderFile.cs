using System.Security.Cryptography;

namespace TextBrewer.Torch.Collectives;

/// <summary>A file of a folder that is given to all processes.</summary>
/// <param name="Name">Its path in the folder, with slashes.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Hash">Their SHA-256.</param>
internal sealed record FolderFile(string Name, long Length, string Hash)
{
    /// <summary>The files of a folder and of the folders in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isNeeded">Which, by their paths in the folder.</param>
    internal static FolderFile[] Of(string folder, Func<string, bool> isNeeded)
    {
        if (!Directory.Exists(folder)) return [];
        return
        [
            .. from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
               let name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')
               where isNeeded(name)
               select new FolderFile(name, new FileInfo(path).Length, HashOf(path)),
        ];
    }

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
