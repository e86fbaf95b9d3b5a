namespace TextBrewer.Torch.Files;

/// <summary>A folder that one process works in: a second one is refused. The lock goes when its process does, however that ends.</summary>
public sealed class FolderLock : IDisposable
{
    private const string FileName = ".lock";

    private readonly string _folder;
    private readonly FileStream _file;
    private readonly bool _isNew;

    private FolderLock(string folder, FileStream file, bool isNew) => (_folder, _file, _isNew) = (folder, file, isNew);

    /// <summary>Takes a folder, which is made where there is none.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public static FolderLock Take(string folder)
    {
        bool isNew = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, FileName);
        try
        {
            // The file stays: whoever removed it would let two have it, the one that waits for the old file and one that makes a new one.
            return new(folder, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1), isNew);
        }
        catch (IOException problem) when (File.Exists(path) && problem is not FileNotFoundException and not DirectoryNotFoundException)
        {
            throw new IOException(
                $"Another process works in '{folder}': wait until it has ended, or choose another output_dir.",
                problem);
        }
    }

    /// <summary>Gives the folder back; one that was made for the lock and holds nothing else is removed.</summary>
    public void Dispose()
    {
        bool isEmpty = _isNew && Directory.Exists(_folder) && Directory.EnumerateFileSystemEntries(_folder).Take(2).Count() == 1;
        if (isEmpty) Directory.Delete(_folder, recursive: true);
        _file.Dispose();
    }
}
