using TextBrewer.Fuzz.Cases;
using TextBrewer.Fuzz.Formats;

namespace TextBrewer.Fuzz.Tests;

/// <summary>A reader with one fault, which it has as soon as its files are not sound.</summary>
internal sealed class FaultyFormat(string fault) : Format
{
    internal bool IsSound { get; set; } = true;

    internal override string Name => "faulty";

    internal override string File => "file.txt";

    internal override IReadOnlyList<Seed> Seeds() => [Seed.Of("one", File, "text")];

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => Mutations.Bytes(bytes, random, []);

    internal override void Read(string folder)
    {
        if (IsSound) return;
        switch (fault)
        {
            case "undeclared": throw new ArgumentException("not a file's fault");
            case "declared": throw new InvalidDataException("a file's fault");
            case "slow": Thread.Sleep(1100); break;
            case "large": GC.KeepAlive(new byte[100 << 20]); break;
            case "outside": System.IO.File.ReadAllText(Path.Combine(folder, "..", "outside.txt")); break;
            case "written": System.IO.File.WriteAllText(Path.Combine(folder, "..", "left"), "x"); break;
        }
    }
}
