using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using TextBrewer.Fuzz.Cases;
using TextBrewer.Testing;
using TextBrewer.Training;

namespace TextBrewer.Fuzz.Formats;

/// <summary>TensorBoard's event files.</summary>
internal sealed class EventsFormat : Format
{
    private const int Before = 12, Behind = 4;

    internal override string Name => "events";

    internal override string File => "events.out.tfevents";

    internal override IReadOnlyList<Seed> Seeds() =>
        [Seed.Of("tensorboardx", File, System.IO.File.ReadAllBytes(Golden.Path("tensorboard/events.out.tfevents")))];

    internal override byte[] Mutate(string file, byte[] bytes, Random random) =>
        random.Next(2) == 0 ? Mutations.Bytes(bytes, random, Words) : Record(bytes, random);

    internal override void Read(string folder)
    {
        foreach (ScalarPoint point in EventFileReader.Scalars(Path.Combine(folder, File))) _ = point.ToString();
    }

    /// <summary>A record with damaged content and the checksums of that.</summary>
    private byte[] Record(byte[] bytes, Random random)
    {
        List<byte> made = [];
        int chosen = random.Next(8), number = 0;
        for (int at = 0; bytes.Length - at >= Before + Behind; number++)
        {
            ulong claimed = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            int length = (int)Math.Min(claimed, (ulong)(bytes.Length - at - Before - Behind));
            byte[] content = bytes[(at + Before)..(at + Before + length)];
            if (number == chosen) content = Mutations.Bytes(content, random, Words);
            byte[] size = BitConverter.GetBytes((ulong)content.Length);
            made.AddRange([.. size, .. BitConverter.GetBytes(Checksum(size)), .. content, .. BitConverter.GetBytes(Checksum(content))]);
            at += Before + length + Behind;
        }
        return [.. made];
    }

    private static uint Checksum(byte[] data) =>
        unchecked(BitOperations.RotateRight(Crc32.HashToUInt32(Crc32ParameterSet.Crc32C, data), 15) + 0xa282ead8);
}
