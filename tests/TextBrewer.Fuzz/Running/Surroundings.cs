using TextBrewer.Fuzz.Cases;

namespace TextBrewer.Fuzz.Running;

/// <summary>
/// The folder of a case, and around it files that no case may lead to. Whether one was read is seen by the time of its last access, whether
/// something was written by what stands there.
/// </summary>
internal sealed class Surroundings : IDisposable
{
    private static readonly DateTime LongAgo = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly string _outer = Directory.CreateTempSubdirectory("fuzz ").FullName;
    private readonly string[] _canaries;

    /// <param name="sound">A file of each kind: what is led to would be read.</param>
    internal Surroundings(IEnumerable<KeyValuePair<string, byte[]>> sound)
    {
        foreach ((string file, byte[] bytes) in sound)
        {
            string path = Path.Combine(_outer, "outside" + Path.GetExtension(file));
            if (!File.Exists(path)) File.WriteAllBytes(path, bytes);
        }
        _canaries = Directory.GetFiles(_outer);
        foreach (string path in _canaries) File.SetLastAccessTimeUtc(path, LongAgo);
    }

    internal string Folder => Path.Combine(_outer, "case");

    internal void Prepare(FuzzCase fuzzCase)
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        fuzzCase.Write(Folder);
    }

    /// <summary>What was read or written outside of the case's folder; null: nothing.</summary>
    internal string? Problem()
    {
        foreach (string path in _canaries)
        {
            if (File.GetLastAccessTimeUtc(path) == LongAgo) continue;
            File.SetLastAccessTimeUtc(path, LongAgo);
            return $"The file {Path.GetFileName(path)} outside of the folder was read.";
        }
        string[] more = [.. Directory.GetFileSystemEntries(_outer).Except([.. _canaries, Folder])];
        foreach (string path in more)
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            else File.Delete(path);
        }
        return more.Length == 0 ? null : $"{Path.GetFileName(more[0])} was written outside of the folder.";
    }

    public void Dispose() => Directory.Delete(_outer, recursive: true);
}
