using System.Buffers.Binary;
using TextBrewer.Fuzz.Cases;

namespace TextBrewer.Fuzz.Formats;

/// <summary><c>model.safetensors</c> of a model's folder.</summary>
internal sealed class SafetensorsFormat : Format
{
    internal override string Name => "safetensors";

    internal override string File => "model.safetensors";

    internal override IReadOnlyList<string> Words =>
        ["F64", "F32", "F16", "BF16", "I64", "BOOL", "F8_E4M3", "dtype", "shape", "data_offsets", "__metadata__", "classifier.weight"];

    internal override IReadOnlyList<Seed> Seeds() => [ModelFolders.Of("bert-sequence"), ModelFolders.Of("distilbert-token")];

    internal override byte[] Mutate(string file, byte[] bytes, Random random)
    {
        if (random.Next(3) == 0 || bytes.Length < 8) return Mutations.Bytes(bytes, random, Words);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > (ulong)bytes.Length - 8) return Mutations.Bytes(bytes, random, Words);
        byte[] header = Mutations.Json(bytes[8..(8 + (int)length)], random, Words);
        return [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. bytes.AsSpan(8 + (int)length)];
    }

    internal override void Read(string folder)
    {
        WeightsUse.ReadAll(folder);
        ModelUse.Ask(folder);
    }
}
