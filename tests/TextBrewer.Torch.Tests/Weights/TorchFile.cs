using System.Buffers.Binary;
using System.IO.Compression;

namespace TextBrewer.Torch.Tests.Weights;

/// <summary>Writes what <c>torch.save</c> writes around a pickle, in both forms.</summary>
internal static class TorchFile
{
    internal static readonly byte[] Magic = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    /// <summary>The form since PyTorch 1.6.</summary>
    internal static void Zip(string path, byte[] pickle, params (string Key, byte[] Bytes)[] storages) =>
        Entries(path, [("data.pkl", pickle), ("byteorder", "little"u8.ToArray()), .. storages.Select(
            s => ("data/" + s.Key, s.Bytes)), ("version", "3\n"u8.ToArray())]);

    /// <summary>A zip of any entries under one folder.</summary>
    internal static void Entries(
        string path,
        (string Name, byte[] Bytes)[] entries,
        CompressionLevel level = CompressionLevel.NoCompression)
    {
        using ZipArchive zip = new(File.Create(path), ZipArchiveMode.Create);
        foreach ((string name, byte[] bytes) in entries)
        {
            using Stream stream = zip.CreateEntry("archive/" + name, level).Open();
            stream.Write(bytes);
        }
    }

    /// <summary>The form before; the elements of a storage are counted by its element size.</summary>
    internal static void Legacy(string path, byte[] pickle, params (string Key, byte[] Bytes, int ElementSize)[] storages)
    {
        using FileStream file = File.Create(path);
        file.Write(Magic);
        file.Write(PickleBytes.New.Int(1001).Stop());
        file.Write(PickleBytes.New.Op('}').Stop());
        file.Write(pickle);
        PickleBytes keys = PickleBytes.New.Op(']').Op('(');
        foreach ((string key, _, _) in storages) keys.Text(key);
        file.Write(keys.Op('e').Stop());
        byte[] count = new byte[8];
        foreach ((_, byte[] bytes, int elementSize) in storages)
        {
            BinaryPrimitives.WriteInt64LittleEndian(count, bytes.Length / elementSize);
            file.Write(count);
            file.Write(bytes);
        }
    }
}
