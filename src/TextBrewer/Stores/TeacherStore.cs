using System.IO.Hashing;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using TextBrewer.Torch.Files;

namespace TextBrewer.Stores;

/// <summary>
/// A teacher's outputs on disk, by example: files that are only appended to, every record with a checksum, so that a kill at any moment
/// leaves a valid store. Several processes may use one at once: each writes files of its own, and finds what the others have written when
/// it opens the store, and later when it misses something. docs/teacher-store.md has the format.
/// </summary>
public sealed class TeacherStore : ISignalStore
{
    private static readonly JsonSerializerOptions Description = new() { WriteIndented = true };

    private readonly Lock _lock = new();
    private readonly TeacherFingerprint _fingerprint;
    private readonly TeacherStoreOptions _options;
    private readonly UInt128 _hash;
    private readonly StoreBudget _budget;
    private readonly Dictionary<UInt128, Place> _places = [];
    private readonly Dictionary<UInt128, StoredSignals> _kept = [];
    private readonly Dictionary<ulong, SignalLayout> _layouts = [];
    private readonly List<(string Path, SafeFileHandle Handle)> _files = [];
    private readonly Dictionary<string, (int File, long Known)> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);
    private long _keptBytes;
    private int _number;
    private ChunkWriter? _writer;

    private TeacherStore(string folder, TeacherFingerprint fingerprint, TeacherStoreOptions options)
    {
        (_fingerprint, _options, _hash) = (fingerprint, options, fingerprint.Hash(options.Precision));
        Folder = FolderOf(folder, fingerprint, options.Precision);
        _budget = options.Budget ?? new StoreBudget(folder, options.MaxBytes);
    }

    /// <summary>Where this fingerprint's outputs are: a folder in the one that was opened.</summary>
    public string Folder { get; }

    /// <summary>How exactly outputs are kept.</summary>
    public StorePrecision Precision => _options.Precision;

    /// <summary>Of how many examples outputs are kept.</summary>
    public int Count => _places.Count;

    /// <summary>
    /// Opens a store, or prepares one: nothing is written before there is something to keep. Outputs of other teachers, of other features
    /// or of another precision may be in the same folder; they are never read.
    /// </summary>
    /// <param name="folder">The folder of the stores.</param>
    /// <param name="fingerprint">What decides the outputs beside the example.</param>
    /// <param name="options">How outputs are kept; null: as is the default.</param>
    public static TeacherStore Open(string folder, TeacherFingerprint fingerprint, TeacherStoreOptions? options = null)
    {
        TeacherStore store = new(folder, fingerprint, options ?? new TeacherStoreOptions());
        try
        {
            store.Scan();
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Whether nothing more is kept: a limit is reached, or the disk does not take it.</summary>
    internal bool IsFull { get; private set; }

    /// <summary>Hears when the first outputs of an empty store were kept, so that their size is known; null: nobody does.</summary>
    internal Action? Began { get; set; }

    /// <summary>Whether an example's outputs are kept; whether they are undamaged is seen when they are read.</summary>
    public bool Contains(UInt128 key)
    {
        lock (_lock) return _places.ContainsKey(key);
    }

    /// <summary>Brings what was kept to the disk and closes the files.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
            foreach ((_, SafeFileHandle handle) in _files) handle.Dispose();
            _files.Clear();
            _known.Clear();
            _places.Clear();
            _kept.Clear();
        }
    }

    /// <inheritdoc/>
    bool ISignalStore.TryRead(UInt128 key, SignalBuffer buffer, out StoredSignals signals)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(key, out signals)) return true;
            if (!_places.TryGetValue(key, out Place place)) return false;
            (string path, SafeFileHandle file) = _files[place.File];
            Memory<byte> bytes = buffer.Take(place.Bytes);
            if (!_layouts.TryGetValue(place.Layout, out SignalLayout? layout) || layout.Bytes(place.Length) != place.Bytes
                || !IsRead(file, bytes.Span, place))
            {
                _places.Remove(key);
                Warn(path);
                return false;
            }
            signals = new(layout, place.Length, bytes);
            if (_keptBytes + place.Bytes <= _options.KeptBytes)
            {
                _keptBytes += place.Bytes;
                _kept[key] = signals = signals with { Data = bytes.ToArray() };
            }
            return true;
        }
    }

    /// <inheritdoc/>
    bool ISignalStore.Look()
    {
        lock (_lock) return Scan();
    }

    /// <inheritdoc/>
    void ISignalStore.Keep(IReadOnlyList<(UInt128 Key, StoredSignals Signals)> examples)
    {
        lock (_lock)
        {
            HashSet<UInt128> seen = [];
            examples = [.. examples.Where(example => !_places.ContainsKey(example.Key) && seen.Add(example.Key))];
            if (IsFull || examples.Count == 0) return;
            if (_budget.Take(ChunkWriter.Bytes(examples)) is { } reason)
            {
                Stop(reason);
                return;
            }
            try
            {
                Append(examples);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                Stop(problem.Message);
                return;
            }
            (Action? began, Began) = (Began, null);
            began?.Invoke();
        }
    }

    /// <summary>Where a fingerprint's outputs are.</summary>
    internal static string FolderOf(string folder, TeacherFingerprint fingerprint, StorePrecision precision) =>
        Path.Combine(folder, TeacherFingerprint.Hex(fingerprint.Hash(precision)));

    /// <summary>The bytes that an example of a length takes, by the layouts that are known; null: nothing is kept yet.</summary>
    internal long? Bytes(int length)
    {
        lock (_lock) return _layouts.Count == 0 ? null : ChunkRecord.Size + _layouts.Values.Max(layout => layout.Bytes(length));
    }

    private static bool IsRead(SafeFileHandle file, Span<byte> bytes, Place place)
    {
        try
        {
            int read = 0;
            while (read < bytes.Length)
            {
                int more = RandomAccess.Read(file, bytes[read..], place.At + read);
                if (more == 0) return false;
                read += more;
            }
            return XxHash3.HashToUInt64(bytes) == place.Hash;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Append(IReadOnlyList<(UInt128 Key, StoredSignals Signals)> examples)
    {
        if (_writer is null || _writer.Length >= _options.ChunkBytes)
        {
            _writer?.Dispose();
            Describe();
            _writer = ChunkWriter.Begin(Folder, ++_number, _hash);
            _files.Add((_writer.Path, _writer.File));
            _known[Path.GetFileName(_writer.Path)] = (_files.Count - 1, long.MaxValue);
        }
        // Files of other processes may have been found since it was begun.
        int own = _known[Path.GetFileName(_writer.Path)].File;
        foreach ((ChunkRecord record, long at) in _writer.Append(examples)) _places[record.Key] = new(record, own, at);
        foreach ((_, StoredSignals signals) in examples) _layouts.TryAdd(signals.Layout.Hash, signals.Layout);
    }

    /// <summary>Makes the folder and says in it, for a person, whose outputs these are.</summary>
    private void Describe()
    {
        Directory.CreateDirectory(Folder);
        string path = Path.Combine(Folder, "store.json");
        if (File.Exists(path)) return;
        string text = JsonSerializer.Serialize(new { format = 1, precision = $"{Precision}", teacher = _fingerprint.Parts }, Description);
        using DurableFile file = DurableFile.Begin(path, $"{path}.{Guid.NewGuid():n}{DurableFile.Unfinished}");
        file.Stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Commit();
    }

    private bool Scan()
    {
        if (!Directory.Exists(Folder)) return false;
        int before = _places.Count;
        // In the order of their names: what was made again stands behind what was damaged.
        foreach (string path in Directory.GetFiles(Folder, "*" + ChunkFile.Extension).Order(StringComparer.Ordinal))
            Scan(path);
        return _places.Count > before;
    }

    /// <summary>Finds what is new in a chunk of another process, or of an earlier one.</summary>
    private void Scan(string path)
    {
        string name = Path.GetFileName(path);
        if (!_known.TryGetValue(name, out (int File, long Known) chunk))
        {
            if (int.TryParse(name.Split('-')[0], out int number)) _number = Math.Max(_number, number);
            _files.Add((path, File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete)));
            chunk = (_files.Count - 1, 0);
        }
        SafeFileHandle file = _files[chunk.File].Handle;
        long length = chunk.Known == long.MaxValue ? 0 : RandomAccess.GetLength(file);
        _known[name] = chunk;
        // Another process may have begun it a moment ago, or a kill came before its first bytes.
        if (length <= chunk.Known || length < ChunkFile.HeaderSize) return;
        if (chunk.Known == 0 && !IsOurs(file))
        {
            _options.Logger?.Foreign(path);
            _known[name] = (chunk.File, long.MaxValue);
            return;
        }
        ChunkScan scan = new(file, length, Math.Max(chunk.Known, ChunkFile.HeaderSize));
        foreach ((ChunkRecord record, long at) in scan.Records())
        {
            if (record.IsLayout) Learn(path, file, record, at);
            else _places[record.Key] = new(record, chunk.File, at);
        }
        _known[name] = (chunk.File, scan.End);
        if (scan.IsDamaged) Warn(path);
    }

    private bool IsOurs(SafeFileHandle file)
    {
        byte[] header = new byte[ChunkFile.HeaderSize];
        return RandomAccess.Read(file, header, 0) == header.Length && ChunkFile.IsHeader(header, _hash);
    }

    private void Learn(string path, SafeFileHandle file, ChunkRecord record, long at)
    {
        byte[] json = new byte[record.Bytes];
        try
        {
            if (!IsRead(file, json, new(record, 0, at))) Warn(path);
            else _layouts[record.Layout] = SignalLayout.Parse(json);
        }
        catch (JsonException)
        {
            Warn(path);
        }
    }

    private void Warn(string path)
    {
        if (_warned.Add(path)) _options.Logger?.Damaged(path);
    }

    private void Stop(string reason)
    {
        IsFull = true;
        _options.Logger?.Full(Folder, reason);
    }

    /// <summary>Where an example's bytes are, and what they must hash to.</summary>
    private readonly record struct Place(ulong Layout, ulong Hash, long At, int File, int Bytes, int Length)
    {
        internal Place(ChunkRecord record, int file, long at) : this(record.Layout, record.Hash, at, file, record.Bytes, record.Length)
        {
        }
    }
}
