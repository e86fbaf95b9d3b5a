namespace TextBrewer.Torch.Files;

/// <summary>
/// The steps on the disk that whatever is durable is made of. A test puts a disk in its place that fails, cuts or forgets at any of them.
/// </summary>
internal class Disk
{
    private const int BufferSize = 1 << 20;

    /// <summary>The machine's own.</summary>
    internal static readonly Disk Local = new();

    internal virtual Stream Create(string path) =>
        new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize);

    /// <summary>Brings what was written to a file to the disk.</summary>
    internal virtual void Flush(Stream file)
    {
        file.Flush();
        if (file is FileStream stream) stream.Flush(flushToDisk: true);
    }

    /// <summary>Gives a file another name, in place of what had it.</summary>
    internal virtual void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    internal virtual void Delete(string path) => File.Delete(path);

    internal virtual void CreateFolder(string path) => Directory.CreateDirectory(path);

    /// <summary>Gives a folder another name, which nothing has.</summary>
    internal virtual void RenameFolder(string from, string to) => Directory.Move(from, to);

    /// <summary>Removes a folder and all in it; one that is not there is removed already.</summary>
    internal virtual void DeleteFolder(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    /// <summary>Brings a folder's names to the disk.</summary>
    internal virtual void FlushFolder(string path) => FolderFlush.Of(path);

    /// <summary>The free bytes where a path lies or will lie; null: the system does not say.</summary>
    internal virtual long? Free(string path)
    {
        string? folder = Path.GetFullPath(path);
        while (folder is not null && !Directory.Exists(folder)) folder = Path.GetDirectoryName(folder);
        if (folder is null) return null;
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
