using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace TextBrewer.Stores;

/// <summary>
/// Appends to a chunk of its own: its name is a number, so that later chunks stand behind earlier ones, and eight random digits, so that
/// two processes never write one file.
/// </summary>
internal sealed class ChunkWriter : IDisposable
{
    private readonly HashSet<ulong> _layouts = [];

    private ChunkWriter(string path, SafeFileHandle file) => (Path, File) = (path, file);

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>The open file, for reading too.</summary>
    internal SafeFileHandle File { get; }

    /// <summary>The bytes written.</summary>
    internal long Length { get; private set; }

    /// <summary>Begins a chunk.</summary>
    /// <param name="folder">The store's folder.</param>
    /// <param name="number">Its number.</param>
    /// <param name="store">The store's hash.</param>
    internal static ChunkWriter Begin(string folder, int number, UInt128 store)
    {
        string digits = RandomNumberGenerator.GetHexString(8, lowercase: true);
        string name = $"{number.ToString("d6", CultureInfo.InvariantCulture)}-{digits}{ChunkFile.Extension}";
        string path = System.IO.Path.Combine(folder, name);
        SafeFileHandle file = System.IO.File.OpenHandle(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete);
        ChunkWriter writer = new(path, file);
        RandomAccess.Write(file, ChunkFile.Header(store), 0);
        writer.Length = ChunkFile.HeaderSize;
        return writer;
    }

    /// <summary>The bytes that examples take, what stands before them included.</summary>
    internal static long Bytes(IReadOnlyList<(UInt128 Key, StoredSignals Signals)> examples) =>
        examples.Sum(example => (long)ChunkRecord.Size + example.Signals.Data.Length);

    /// <summary>Appends examples in one write; where it fails, what was begun is a torn end.</summary>
    /// <returns>What stands before each, and where its bytes are.</returns>
    internal List<(ChunkRecord Record, long At)> Append(IReadOnlyList<(UInt128 Key, StoredSignals Signals)> examples)
    {
        List<ReadOnlyMemory<byte>> parts = new((2 * examples.Count) + 2);
        List<(ChunkRecord, long)> written = new(examples.Count);
        long at = Length;
        foreach ((UInt128 key, StoredSignals signals) in examples)
        {
            if (_layouts.Add(signals.Layout.Hash)) Add(ChunkRecord.Of(signals.Layout), signals.Layout.Json);
            ChunkRecord record = ChunkRecord.Of(key, signals);
            Add(record, signals.Data);
            written.Add((record, at - record.Bytes));
        }
        RandomAccess.Write(File, parts, Length);
        Length = at;
        return written;

        void Add(ChunkRecord record, ReadOnlyMemory<byte> content)
        {
            byte[] header = new byte[ChunkRecord.Size];
            record.Write(header);
            parts.Add(header);
            parts.Add(content);
            at += header.Length + content.Length;
        }
    }

    /// <summary>Brings what was written to the disk; the file stays open for whoever reads it.</summary>
    public void Dispose() => RandomAccess.FlushToDisk(File);
}
