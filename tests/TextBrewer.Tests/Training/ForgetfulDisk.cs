using TextBrewer.Torch.Files;

namespace TextBrewer.Tests.Training;

/// <summary>
/// A disk whose power fails: after any step it can be asked what would be there then, when all that was not flushed is gone. A file's bytes
/// are there from its flush on, a name from the flush of its folder on; a removal may come at once.
/// </summary>
/// <param name="root">The folder that it keeps an eye on.</param>
/// <param name="look">Told after every step.</param>
internal sealed class ForgetfulDisk(string root, Action<ForgetfulDisk> look) : Disk
{
    // The bytes that are safe of each file, wherever it is called now, and the names that are safe, each with its bytes.
    private readonly Dictionary<string, byte[]> _flushed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _durable = new(StringComparer.Ordinal);
    private readonly HashSet<string> _durableFolders = new(StringComparer.Ordinal);

    /// <summary>Writes what a power cut would leave into a folder.</summary>
    internal void Recover(string to)
    {
        foreach (string folder in _durableFolders) Directory.CreateDirectory(Path.Combine(to, folder));
        foreach ((string name, byte[] bytes) in _durable)
        {
            // A file whose folder has no name yet cannot be found.
            string? folder = Path.GetDirectoryName(name);
            if (!string.IsNullOrEmpty(folder) && !_durableFolders.Contains(folder)) continue;
            File.WriteAllBytes(Path.Combine(to, name), bytes);
        }
    }

    internal override Stream Create(string path)
    {
        Stream stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        _flushed[Name(path)] = [];
        look(this);
        return stream;
    }

    internal override void Flush(Stream file)
    {
        base.Flush(file);
        string path = ((FileStream)file).Name;
        using FileStream read = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[read.Length];
        read.ReadExactly(bytes);
        _flushed[Name(path)] = bytes;
        look(this);
    }

    internal override void Rename(string from, string to)
    {
        base.Rename(from, to);
        if (_flushed.Remove(Name(from), out byte[]? bytes)) _flushed[Name(to)] = bytes;
        look(this);
    }

    internal override void CreateFolder(string path)
    {
        base.CreateFolder(path);
        look(this);
    }

    internal override void RenameFolder(string from, string to)
    {
        base.RenameFolder(from, to);
        Move(_flushed, from, to);
        // The names inside belong to the folder, not to its name; that one is safe when the folder above is flushed.
        Move(_durable, from, to);
        if (_durableFolders.Remove(Name(from))) _durableFolders.Add(Name(from));
        look(this);
    }

    internal override void Delete(string path)
    {
        base.Delete(path);
        _flushed.Remove(Name(path));
        _durable.Remove(Name(path));
        look(this);
    }

    internal override void DeleteFolder(string path)
    {
        base.DeleteFolder(path);
        foreach (string name in _flushed.Keys.Concat(_durable.Keys).Where(name => IsIn(name, path)).ToArray())
        {
            _flushed.Remove(name);
            _durable.Remove(name);
        }
        _durableFolders.Remove(Name(path));
        look(this);
    }

    internal override void FlushFolder(string path)
    {
        base.FlushFolder(path);
        foreach (string file in Directory.EnumerateFiles(path).Where(file => _flushed.ContainsKey(Name(file))))
            _durable[Name(file)] = _flushed[Name(file)];
        foreach (string folder in Directory.EnumerateDirectories(path)) _durableFolders.Add(Name(folder));
        look(this);
    }

    private string Name(string path) => Path.GetRelativePath(root, path);

    private bool IsIn(string name, string folder) => name.StartsWith(Name(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private void Move(Dictionary<string, byte[]> files, string from, string to)
    {
        foreach (string name in files.Keys.Where(name => IsIn(name, from)).ToArray())
        {
            files.Remove(name, out byte[]? bytes);
            files[Name(to) + name[Name(from).Length..]] = bytes!;
        }
    }
}
