using System.Runtime.InteropServices;
using TextBrewer.Torch.Collectives;

namespace TextBrewer.Recipes.Evaluating;

/// <summary>Outputs of texts that several processes shared, exchanged so that all have those of every text.</summary>
internal static class SharedOutputs
{
    /// <summary>Fills in what the other processes computed.</summary>
    /// <param name="outputs">For each text its outputs; null where another process computed them.</param>
    /// <param name="collective">The processes.</param>
    internal static void Complete(float[]?[]?[] outputs, ICollective collective)
    {
        if (collective.Size == 1) return;
        using MemoryStream own = new();
        using BinaryWriter writer = new(own);
        foreach ((int text, float[]?[]? computed) in outputs.Index())
        {
            if (computed is null) continue;
            writer.Write(text);
            writer.Write(computed.Length);
            foreach (float[]? values in computed)
            {
                writer.Write(values!.Length);
                writer.Write(MemoryMarshal.AsBytes<float>(values));
            }
        }
        writer.Flush();
        foreach ((int rank, byte[] bytes) in collective.AllGather(own.GetBuffer().AsSpan(0, (int)own.Length)).Index())
            if (rank != collective.Rank) Read(bytes, outputs);
    }

    private static void Read(byte[] bytes, float[]?[]?[] outputs)
    {
        using BinaryReader reader = new(new MemoryStream(bytes));
        while (reader.BaseStream.Position < bytes.Length)
        {
            int text = reader.ReadInt32();
            float[][] values = new float[reader.ReadInt32()][];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = new float[reader.ReadInt32()];
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values[i].AsSpan()));
            }
            outputs[text] = values;
        }
    }
}
