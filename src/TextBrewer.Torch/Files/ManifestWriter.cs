using System.Security.Cryptography;

namespace TextBrewer.Torch.Files;

/// <summary>Writes the files of a folder, and then the manifest that says what they hold.</summary>
internal sealed class ManifestWriter(string folder, Disk disk)
{
    private readonly Dictionary<string, ManifestFile> _files = new(StringComparer.Ordinal);

    /// <summary>Writes a file. Its checksum is taken of what was to be written, not of what reached the disk.</summary>
    /// <param name="name">Its name in the folder.</param>
    /// <param name="write">Writes what it holds.</param>
    internal void Write(string name, Action<Stream> write)
    {
        using DurableFile file = DurableFile.Begin(Path.Combine(folder, name), disk);
        using SHA256 hash = SHA256.Create();
        using (CryptoStream hashed = new(file.Stream, hash, CryptoStreamMode.Write, leaveOpen: true)) write(hashed);
        long bytes = file.Stream.Length;
        file.Commit();
        _files[name] = new(bytes, Convert.ToHexStringLower(hash.Hash!));
    }

    /// <summary>Writes the manifest.</summary>
    internal void Commit()
    {
        using DurableFile file = DurableFile.Begin(Path.Combine(folder, FolderManifest.FileName), disk);
        FolderManifest.Serialize(file.Stream, _files);
        file.Commit();
    }
}
