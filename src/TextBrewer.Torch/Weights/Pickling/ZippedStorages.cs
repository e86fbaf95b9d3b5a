using System.IO.Compression;
using TorchSharp;

namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>
/// The form since PyTorch 1.6: a zip with <c>NAME/data.pkl</c> and every storage as <c>NAME/data/KEY</c>, not compressed.
/// </summary>
internal sealed class ZippedStorages : IStorages
{
    private const string PickleName = "/data.pkl";

    private readonly ZipArchive _zip;
    private readonly long _length;
    private readonly PickleFault _fault;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly string _folder;

    private ZippedStorages(ZipArchive zip, long length, PickleFault fault)
    {
        (_zip, _length, _fault) = (zip, length, fault);
        foreach (ZipArchiveEntry entry in zip.Entries)
            if (!_entries.TryAdd(entry.FullName, entry)) throw fault.Damaged($"its entry '{PickleFault.Clip(entry.FullName)}' is there "
                + "twice");
        string[] pickles = [.. _entries.Keys.Where(name => name.IndexOf('/', StringComparison.Ordinal) == name.Length - PickleName.Length
            && name.EndsWith(PickleName, StringComparison.Ordinal))];
        if (pickles.Length != 1) throw fault.Damaged($"it is a zip with {pickles.Length} entries NAME{PickleName} instead of one");
        _folder = pickles[0][..^PickleName.Length];
        if (_entries.ContainsKey(_folder + "/constants.pkl")) throw fault.Other("is a TorchScript file, not a state dict",
            "Use it as a TorchScript teacher, or save model.state_dict() with torch.save.");
    }

    internal static bool IsZip(FileStream file)
    {
        Span<byte> begin = stackalloc byte[4];
        file.Position = 0;
        return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.SequenceEqual("PK\u0003\u0004"u8);
    }

    internal static (Dictionary<string, PickledTensor> Tensors, IStorages Storages) Read(FileStream file, PickleFault fault)
    {
        file.Position = 0;
        ZippedStorages storages = new(OpenZip(file, fault), file.Length, fault);
        if (storages._entries.ContainsKey(storages._folder + "/byteorder")
            && !storages.Bytes("byteorder", 16).AsSpan().SequenceEqual("little"u8))
            throw fault.Other("has its bytes in the order of another kind of machine", "Save it again on one that is little-endian.");
        using MemoryStream pickle = new(storages.Bytes("data.pkl", PickleInput.Limit), writable: false);
        return (PickledStateDict.Tensors(new PickleMachine(new PickleInput(pickle, fault), fault).Run(), fault), storages);
    }

    public void Check(PickledStorage storage)
    {
        ZipArchiveEntry entry = Entry("data/" + storage.Key);
        if (entry.Length != storage.Bytes)
            throw _fault.Damaged($"its storage '{PickleFault.Clip(storage.Key)}' has {entry.Length} bytes instead of {storage.Bytes}, "
                + $"which {storage.Elements} elements take");
    }

    public void Read(PickledStorage storage, long offset, torch.Tensor into) => Use(Entry("data/" + storage.Key), stream =>
    {
        // An entry cannot be sought in; only storages that tensors share have an offset.
        byte[] skipped = new byte[Math.Min(offset, 1 << 16)];
        for (
            long left = offset;
            left > 0;
            left -= skipped.Length) stream.ReadExactly(skipped.AsSpan(..(int)Math.Min(left, skipped.Length)));
        WholeReads.Fill(into, stream, 1 << 16);
    });

    public void Dispose() => _zip.Dispose();

    private byte[] Bytes(string name, int limit)
    {
        ZipArchiveEntry entry = Entry(name);
        if (entry.Length > limit) throw _fault.Damaged($"its entry '{PickleFault.Clip(entry.FullName)}' has {entry.Length} bytes, more "
            + "than any of PyTorch's");
        byte[] bytes = new byte[entry.Length];
        Use(entry, stream => stream.ReadExactly(bytes));
        return bytes;
    }

    // As many bytes as in the file and no more: what inflates is not from PyTorch, and may be made to fill the memory.
    private ZipArchiveEntry Entry(string name)
    {
        if (!_entries.TryGetValue($"{_folder}/{name}", out ZipArchiveEntry? entry)) throw _fault.Damaged(
            $"its entry '{PickleFault.Clip($"{_folder}/{name}")}' is missing");
        if (entry.Length != entry.CompressedLength || entry.Length < 0 || entry.Length > _length)
            throw _fault.Damaged($"its entry '{PickleFault.Clip(entry.FullName)}' claims {entry.Length} bytes and stands on "
                + $"{entry.CompressedLength} of {_length}, and PyTorch compresses nothing");
        return entry;
    }

    // What the zip library says of a damaged file does not name it.
    private void Use(ZipArchiveEntry entry, Action<Stream> use)
    {
        try
        {
            using Stream stream = entry.Open();
            use(stream);
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException)
        {
            throw _fault.Damaged($"its entry '{PickleFault.Clip(entry.FullName)}' is not where and as long as the zip says", problem);
        }
    }

    private static ZipArchive OpenZip(FileStream file, PickleFault fault)
    {
        try
        {
            ZipArchive zip = new(file, ZipArchiveMode.Read);
            _ = zip.Entries;
            return zip;
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException)
        {
            throw fault.Damaged("the list of its entries is cut off or damaged", problem);
        }
    }
}
