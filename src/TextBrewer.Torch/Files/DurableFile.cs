namespace TextBrewer.Torch.Files;

/// <summary>
/// A file that is whole or not there: it is written beside under a temporary name, flushed to the disk and renamed. What was there before
/// stands until then, and what was not finished is removed.
/// </summary>
public sealed class DurableFile : IDisposable
{
    /// <summary>
    /// What stands behind the name of a file or folder that is not finished. A kill may leave one; the next write replaces it.
    /// </summary>
    public const string Unfinished = ".writing";

    private readonly string _path;
    private readonly string _beside;
    private readonly Disk _disk;
    private bool _committed;

    private DurableFile(string path, string? beside, Disk? disk)
    {
        (_path, _beside, _disk) = (path, beside ?? path + Unfinished, disk ?? Disk.Local);
        Stream = _disk.Create(_beside);
    }

    /// <summary>Takes what the file is to hold.</summary>
    public Stream Stream { get; }

    /// <summary>Begins a file; disposed without <see cref="Commit"/>, it leaves nothing behind.</summary>
    /// <param name="path">The file.</param>
    /// <param name="beside">The temporary name, in the folder of the file, where several processes may write it at once.</param>
    public static DurableFile Begin(string path, string? beside = null) => new(path, beside, null);

    internal static DurableFile Begin(string path, Disk disk) => new(path, null, disk);

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes what it holds; an exception leaves what was there before.</param>
    public static void Write(string path, Action<Stream> write)
    {
        using DurableFile file = Begin(path);
        write(file.Stream);
        file.Commit();
    }

    /// <summary>Writes a text in UTF-8, without a byte-order mark.</summary>
    public static void WriteText(string path, string text) => Write(path, stream =>
    {
        using StreamWriter writer = new(stream, leaveOpen: true);
        writer.Write(text);
    });

    /// <summary>Writes lines in UTF-8, without a byte-order mark, each with the system's line end.</summary>
    public static void WriteLines(string path, IEnumerable<string> lines) => Write(path, stream =>
    {
        using StreamWriter writer = new(stream, leaveOpen: true);
        foreach (string line in lines) writer.WriteLine(line);
    });

    /// <summary>Brings what was written so far to the disk.</summary>
    public void Flush() => _disk.Flush(Stream);

    /// <summary>Brings the file to the disk and gives it its name, in place of what was there.</summary>
    public void Commit()
    {
        Flush();
        Stream.Dispose();
        _disk.Rename(_beside, _path);
        _committed = true;
        _disk.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(_path))!);
    }

    /// <summary>Removes what was not finished.</summary>
    public void Dispose()
    {
        if (_committed) return;
        try
        {
            Stream.Dispose();
        }
        finally
        {
            // A full disk fails here once more, for what was still to be written.
            _disk.Delete(_beside);
        }
    }
}
