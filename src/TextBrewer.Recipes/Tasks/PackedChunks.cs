using Microsoft.Win32.SafeHandles;

namespace TextBrewer.Recipes.Tasks;

/// <summary>
/// Bytes that are added at the end and read in any order, in chunks, so that nothing is copied when there is more. The first chunks stand
/// in memory, all others in a file of the system's folder for temporary files, which nobody else sees and which ends with this. Reading is
/// safe from many threads once all is added.
/// </summary>
/// <param name="inMemory">How many chunks stand in memory.</param>
/// <param name="chunkSize">The bytes of a chunk; one with a larger record is as large as that.</param>
internal sealed class PackedChunks(int inMemory, int chunkSize) : IDisposable
{
    // Of those in the file the first byte's place there; of those in memory nothing.
    private readonly List<(byte[]? Bytes, long Start)> _chunks = [];
    private SafeFileHandle? _file;
    private long _written;
    private int _used;

    /// <summary>The bytes in memory, what is kept free for more included.</summary>
    internal long InMemory => _chunks.Sum(chunk => (long)(chunk.Bytes?.Length ?? 0));

    /// <summary>Adds bytes, which stand in one chunk together.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    internal (int Chunk, int Start) Add(ReadOnlySpan<byte> bytes)
    {
        if (_chunks.Count == 0 || _used + bytes.Length > _chunks[^1].Bytes!.Length)
        {
            // What is filled leaves its array to the next.
            byte[]? free = _chunks.Count > inMemory ? Written() : null;
            _chunks.Add((free?.Length >= bytes.Length ? free : new byte[Math.Max(chunkSize, bytes.Length)], 0));
            _used = 0;
        }
        int start = _used;
        bytes.CopyTo(_chunks[^1].Bytes.AsSpan(start));
        _used += bytes.Length;
        return (_chunks.Count - 1, start);
    }

    /// <summary>Bytes that were added.</summary>
    /// <param name="chunk">Their chunk.</param>
    /// <param name="start">Their place in it.</param>
    /// <param name="length">How many there are; null: as many as stand in the chunk.</param>
    internal ReadOnlySpan<byte> Read(int chunk, int start, int? length)
    {
        (byte[]? bytes, long first) = _chunks[chunk];
        if (bytes is not null) return length is int known ? bytes.AsSpan(start, known) : bytes.AsSpan(start);
        byte[] read = new byte[length ?? (int)(End(chunk) - first - start)];
        int at = 0;
        while (at < read.Length)
        {
            int count = RandomAccess.Read(_file!, read.AsSpan(at), first + start + at);
            if (count == 0) throw new EndOfStreamException("The temporary file of the texts is shorter than it was written.");
            at += count;
        }
        return read;
    }

    /// <summary>Ends the file.</summary>
    public void Dispose() => _file?.Dispose();

    private long End(int chunk) => chunk + 1 < _chunks.Count && _chunks[chunk + 1].Bytes is null ? _chunks[chunk + 1].Start : _written;

    /// <summary>Writes the last chunk into the file.</summary>
    /// <returns>Its array.</returns>
    private byte[] Written()
    {
        byte[] bytes = _chunks[^1].Bytes!;
        try
        {
            _file ??= Open();
            RandomAccess.Write(_file, bytes.AsSpan(0, _used), _written);
        }
        catch (IOException problem)
        {
            throw new IOException(
                $"The texts do not fit into memory and are kept in '{Path.GetTempPath()}': {problem.Message} Name another folder by "
                    + "TMPDIR, or fewer texts.",
                problem);
        }
        _chunks[^1] = (null, _written);
        _written += _used;
        return bytes;
    }

    private static SafeFileHandle Open()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        SafeFileHandle file = File.OpenHandle(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            FileOptions.DeleteOnClose | FileOptions.RandomAccess);
        // Where a file may go before its last reader does, one of a process that is killed goes with it.
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }
}
