using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Stores;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Stores;

/// <summary>Signals of examples, made of their keys alone, and how a store gives them back.</summary>
internal static class StoredBatch
{
    /// <summary>Examples with keys from a number on, of these lengths.</summary>
    internal static Example[] Examples(int first, params int[] lengths) =>
        [.. lengths.Select((length, i) => new Example((UInt128)(first + i) << 64, length))];

    /// <summary>What a teacher would say about them: numbers that no two examples share.</summary>
    internal static Signals Signals(IReadOnlyList<Example> examples)
    {
        int longest = examples.Max(example => example.Length) ?? 0;
        Tensor hidden = zeros(examples.Count, longest, 3);
        for (int i = 0; i < examples.Count; i++)
        {
            int length = examples[i].Length!.Value;
            hidden[i].narrow(0, 0, length).copy_(arange(length * 3).view(-1, 3) + ((int)(examples[i].Key >> 64) * 100));
        }
        return new Signals { Hidden = new[] { hidden, -hidden }, Logits = hidden[.., 0, ..2] / 7 };
    }

    /// <summary>Keeps examples.</summary>
    internal static void Keep(ISignalStore store, IReadOnlyList<Example> examples)
    {
        using DisposeScope scope = NewDisposeScope();
        StoredSignals[] stored = new SignalEncoder(store.Precision).Encode(Signals(examples), examples, new SignalBuffer());
        store.Keep([.. examples.Zip(stored, (example, signals) => (example.Key, signals))]);
    }

    /// <summary>Which of the examples a store gives back; fails where it gives anything but what was said.</summary>
    internal static Example[] Read(ISignalStore store, IReadOnlyList<Example> examples)
    {
        using DisposeScope scope = NewDisposeScope();
        SignalBuffer buffer = new();
        List<Example> read = [];
        foreach (Example example in examples)
        {
            buffer.Reset();
            if (!store.TryRead(example.Key, buffer, out StoredSignals stored)) continue;
            read.Add(example);
            Signals said = Signals([example]), given = SignalJoin.Of([stored]);
            Assert.Equal(said.Table.Count(), given.Table.Count());
            foreach ((Feature feature, SignalList list) in said.Table)
                Assert.All(list.Zip(given[feature]!), pair => Assert.Equal(pair.First.bytes.ToArray(), pair.Second.bytes.ToArray()));
        }
        return [.. read];
    }
}
