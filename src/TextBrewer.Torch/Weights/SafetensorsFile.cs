using System.Buffers.Binary;
using System.Text.Json;
using TextBrewer.Torch.Files;
using TorchSharp;

namespace TextBrewer.Torch.Weights;

/// <summary>A safetensors file, read tensor by tensor. (Format: huggingface/safetensors, version 1.)</summary>
public sealed class SafetensorsFile : IWeightsFile
{
    private readonly Stream _file;
    private readonly Dictionary<string, SafetensorsPlace> _places;

    private SafetensorsFile(string path, Stream file, Dictionary<string, SafetensorsPlace> places, Dictionary<string, string> metadata)
    {
        (Path, _file, _places, Metadata) = (path, file, places, metadata);
        Entries = places.ToDictionary(pair => pair.Key, pair => pair.Value.Entry, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>The file's metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header; tensors are read when asked for.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged; the message says how.</exception>
    public static SafetensorsFile Open(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        return Open(path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16));
    }

    /// <summary>Opens a stream, which it owns.</summary>
    internal static SafetensorsFile Open(string path, Stream file)
    {
        try
        {
            (Dictionary<string, SafetensorsPlace> places, Dictionary<string, string> metadata) = SafetensorsHeader.Read(file, path);
            return new SafetensorsFile(path, file, places, metadata);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public torch.Tensor Read(string name)
    {
        SafetensorsPlace place = _places[name];
        torch.Tensor tensor = torch.empty(place.Entry.Shape, dtype: place.Entry.Type);
        _file.Position = place.Offset;
        // The buffer is made anew for every tensor, and most are small.
        if (place.Length > 0) WholeReads.Fill(tensor, _file, (int)Math.Min(place.Length, 1 << 20));
        return tensor;
    }

    /// <summary>
    /// Writes tensors under a temporary name, flushes them to the disk and renames: a file of this name is always complete.
    /// </summary>
    public static void Write(
        string path,
        IEnumerable<KeyValuePair<string, torch.Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null) => DurableFile.Write(path, file => Write(file, tensors, metadata));

    /// <summary>Writes tensors to a stream.</summary>
    public static void Write(
        Stream file,
        IEnumerable<KeyValuePair<string, torch.Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Largest elements first, then by name: every tensor stands aligned, as the reference implementation writes them.
        KeyValuePair<string, torch.Tensor>[] ordered = [.. tensors.OrderByDescending(t => SafetensorsType.Of(t.Value.dtype).Size)
            .ThenBy(t => t.Key, StringComparer.Ordinal)];
        byte[] header = Header(ordered, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        file.Write(length);
        file.Write(header);
        foreach ((_, torch.Tensor tensor) in ordered)
        {
            using var scope = torch.NewDisposeScope();
            torch.Tensor plain = tensor.detach().cpu().contiguous();
            if (plain.NumberOfElements > 0) plain.WriteBytesToStream(file, bufferSize: 1 << 20);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static byte[] Header(IReadOnlyList<KeyValuePair<string, torch.Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach ((string key, string value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach ((string name, torch.Tensor tensor) in tensors)
            {
                (string type, int size) = SafetensorsType.Of(tensor.dtype);
                json.WriteStartObject(name);
                json.WriteString("dtype", type);
                json.WriteStartArray("shape");
                foreach (long dimension in tensor.shape) json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.NumberOfElements * size);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (stream.Length % 8 != 0) stream.WriteByte((byte)' ');
        return stream.ToArray();
    }
}
