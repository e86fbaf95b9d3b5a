using System.Buffers.Binary;
using System.IO.Hashing;
using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Fuzz.Cases;
using TextBrewer.Stores;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Fuzz.Formats;

/// <summary>A store of teacher outputs: chunks of records with checksums.</summary>
internal sealed class StoreFormat : Format
{
    private static readonly TeacherFingerprint Fingerprint = TeacherFingerprint.OfFiles([]);
    private static readonly Example[] Examples = [.. Enumerable.Range(1, 4).Select(i => new Example((UInt128)i << 64, i))];

    internal override string Name => "store";

    internal override string File => "000001-00000000.chunk";

    internal override IReadOnlyList<string> Words =>
        ["TBSTORE\n", "TBR\u0001", "\"Slots\"", "\"Sizes\":[-1,2147483647]", "\"Teachers\":[]"];

    internal override IReadOnlyList<Seed> Seeds()
    {
        string folder = Directory.CreateTempSubdirectory("seed ").FullName;
        using (TeacherStore store = TeacherStore.Open(folder, Fingerprint))
        using (NewDisposeScope())
        {
            Tensor hidden = rand(Examples.Length, 4, 3);
            Signals signals = new() { Hidden = new[] { hidden, -hidden }, Logits = hidden[.., 0, ..2] };
            StoredSignals[] stored = new SignalEncoder(store.Precision).Encode(signals, Examples, new SignalBuffer());
            ((ISignalStore)store).Keep([.. Examples.Zip(stored, (example, kept) => (example.Key, kept))]);
        }
        Seed seed = Seed.OfFolder(folder) with { Name = "small" };
        Directory.Delete(folder, recursive: true);
        return [seed];
    }

    internal override bool IsDamaged(string file) => file.EndsWith(".chunk", StringComparison.Ordinal);

    internal override byte[] Mutate(string file, byte[] bytes, Random random) =>
        random.Next(3) == 0 ? Mutations.Bytes(bytes, random, Words) : Record(bytes, random);

    internal override void Read(string folder)
    {
        using TeacherStore store = TeacherStore.Open(folder, Fingerprint);
        using DisposeScope scope = NewDisposeScope();
        SignalBuffer buffer = new();
        foreach (Example example in Examples)
        {
            buffer.Reset();
            if (((ISignalStore)store).TryRead(example.Key, buffer, out StoredSignals stored)) SignalJoin.Of([stored]);
        }
    }

    /// <summary>A record damaged, before its checksums or in its content, and the checksums of that.</summary>
    private byte[] Record(byte[] bytes, Random random)
    {
        List<byte> made = [.. bytes.AsSpan(0, ChunkFile.HeaderSize)];
        int chosen = random.Next(6), number = 0;
        for (int at = ChunkFile.HeaderSize; bytes.Length - at >= ChunkRecord.Size; number++)
        {
            byte[] head = bytes[at..(at + ChunkRecord.Size)];
            int length = Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(36)), 0, bytes.Length - at - ChunkRecord.Size);
            byte[] content = bytes[(at + ChunkRecord.Size)..(at + ChunkRecord.Size + length)];
            if (number == chosen && random.Next(2) == 0)
                OddValues.Bytes(random).AsSpan()[..1].CopyTo(head.AsSpan(random.Next(8, 40)));
            else if (number == chosen)
            {
                content = content.AsSpan().StartsWith("{"u8)
                    ? Mutations.Json(content, random, Words)
                    : Mutations.Bytes(content, random, Words);
                BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(36), content.Length);
            }
            BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(40), XxHash3.HashToUInt64(content));
            BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(48), XxHash3.HashToUInt64(head.AsSpan(0, 48)));
            made.AddRange([.. head, .. content]);
            at += ChunkRecord.Size + length;
        }
        return [.. made];
    }
}
