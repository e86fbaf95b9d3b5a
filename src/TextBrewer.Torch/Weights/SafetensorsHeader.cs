using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;

namespace TextBrewer.Torch.Weights;

/// <summary>
/// The header of a safetensors file: eight bytes of length, then JSON. Everything it claims is checked against the file before it is
/// believed.
/// </summary>
internal static class SafetensorsHeader
{
    // What the reference implementation allows; no real header comes near it.
    private const long Limit = 100_000_000;

    internal static (Dictionary<string, SafetensorsPlace> Places, Dictionary<string, string> Metadata) Read(Stream file, string path)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (file.Length < 8) throw Bad(path, $"it has {file.Length} bytes, too few for a header");
        file.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)Math.Min(Limit, file.Length - 8))
            throw Bad(path, $"its header claims {length} bytes, but the file has {file.Length}");
        byte[] json = new byte[length];
        file.ReadExactly(json);

        Dictionary<string, SafetensorsPlace> places = new(StringComparer.Ordinal);
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                    foreach (JsonProperty pair in property.Value.EnumerateObject()) metadata[pair.Name] = pair.Value.GetString()!;
                else if (!places.TryAdd(property.Name, Place(property, 8 + (long)length, file.Length, path)))
                    throw Bad(path, $"the tensor '{property.Name}' stands in the header twice");
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Bad(path, "its header is not the JSON that safetensors prescribes", problem);
        }
        RefuseGaps(places.Values, 8 + (long)length, file.Length, path);
        return (places, metadata);
    }

    private static SafetensorsPlace Place(JsonProperty property, long data, long fileLength, string path)
    {
        string type = property.Value.GetProperty("dtype").GetString() ?? "null";
        if (SafetensorsType.Parse(type) is not (torch.ScalarType scalar, int size))
            throw Bad(path, $"the tensor '{property.Name}' has the element type '{type}', which is not supported");
        long[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64())];
        JsonElement offsets = property.Value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2) throw Bad(path, $"the tensor '{property.Name}' has {offsets.GetArrayLength()} data offsets "
            + "instead of 2");
        (long begin, long end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (begin < 0 || end < begin || end > fileLength - data)
            throw Bad(path, $"the tensor '{property.Name}' should stand at bytes {begin} to {end} of {fileLength - data}: the file is cut "
                + "off or damaged");
        if (shape.FirstOrDefault(dimension => dimension < 0) is < 0 and long negative)
            throw Bad(path, $"the tensor '{property.Name}' has the negative dimension {negative}");
        if (TensorShape.Elements(shape) is not long elements || elements != (end - begin) / size || (end - begin) % size != 0)
            throw Bad(path, $"the tensor '{property.Name}' has the shape ({string.Join(", ", shape)}) of {type}, which does not fit its "
                + $"{end - begin} bytes");
        return new SafetensorsPlace(new TensorEntry(property.Name, scalar, shape), data + begin, end - begin);
    }

    /// <summary>Tensors stand one behind the other up to the file's end, as the format prescribes: nothing can hide between them.</summary>
    private static void RefuseGaps(IEnumerable<SafetensorsPlace> places, long data, long fileLength, string path)
    {
        SafetensorsPlace? before = null;
        long end = data;
        foreach (SafetensorsPlace place in places.Where(p => p.Length > 0).OrderBy(p => p.Offset))
        {
            if (place.Offset < end) throw Bad(path, $"the tensors '{before!.Entry.Name}' and '{place.Entry.Name}' overlap");
            if (place.Offset > end) throw Bad(path, $"{place.Offset - end} bytes before the tensor '{place.Entry.Name}' are nobody's");
            (before, end) = (place, place.Offset + place.Length);
        }
        if (end < fileLength) throw Bad(path, $"the last {fileLength - end} bytes are no tensor's");
    }

    private static InvalidDataException Bad(string path, string what, Exception? inner = null) =>
        new($"'{path}' is not a sound safetensors file: {what}. Fetch or save it again.", inner);
}
