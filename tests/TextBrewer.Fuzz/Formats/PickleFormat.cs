using System.IO.Compression;
using TextBrewer.Fuzz.Cases;

namespace TextBrewer.Fuzz.Formats;

/// <summary><c>pytorch_model.bin</c> of a model's folder, as a zip archive and in the form before it.</summary>
internal sealed class PickleFormat : Format
{
    internal override string Name => "pickle";

    internal override string File => "pytorch_model.bin";

    internal override IReadOnlyList<string> Words =>
    [
        "ctorch\nFloatStorage\n", "ctorch._utils\n_rebuild_tensor_v2\n", "cos\nsystem\n", "cbuiltins\neval\n",
        "ccollections\nOrderedDict\n", "(", ")", "R", ".", "t", "}", "u", "Q", "X\u0007\0\0\0storage", "q\0", "h\0",
        "ctorch\nBoolStorage\n",
    ];

    internal override IReadOnlyList<Seed> Seeds()
    {
        Seed zip = ModelFolders.Of("bert"), legacy = ModelFolders.Of("bert-legacy");
        return [Only(zip), Only(legacy)];

        Seed Only(Seed seed) => new(seed.Name, seed.Files.Where(file => file.Key != "model.safetensors").ToDictionary());
    }

    internal override byte[] Mutate(string file, byte[] bytes, Random random) =>
        random.Next(3) > 0 && bytes.AsSpan().StartsWith("PK"u8) ? Inside(bytes, random) : Mutations.Bytes(bytes, random, Words);

    internal override void Read(string folder)
    {
        WeightsUse.ReadAll(folder);
        TextBrewer.Models.Pretrained.PretrainedFolder.LoadEncoder(folder).Model.Dispose();
    }

    /// <summary>The archive with one of its entries damaged, mostly the pickle, and its checksums right.</summary>
    internal byte[] Inside(byte[] archive, Random random)
    {
        using ZipArchive old = new(new MemoryStream(archive));
        ZipArchiveEntry[] entries = [.. old.Entries];
        int chosen = random.Next(4) > 0 ? Array.FindIndex(entries, e => e.Name == "data.pkl") : random.Next(entries.Length);
        MemoryStream made = new();
        using (ZipArchive next = new(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < entries.Length; i++)
            {
                using MemoryStream content = new();
                using (Stream stream = entries[i].Open()) stream.CopyTo(content);
                byte[] bytes = i == chosen ? Mutations.Bytes(content.ToArray(), random, Words) : content.ToArray();
                CompressionLevel level = random.Next(20) == 0 ? CompressionLevel.Fastest : CompressionLevel.NoCompression;
                using Stream target = next.CreateEntry(entries[i].FullName, level).Open();
                target.Write(bytes);
            }
        }
        return made.ToArray();
    }
}
