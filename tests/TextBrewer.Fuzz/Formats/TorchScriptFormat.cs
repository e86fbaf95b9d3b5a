using TextBrewer.Fuzz.Cases;
using TextBrewer.Teachers;
using TextBrewer.Testing;

namespace TextBrewer.Fuzz.Formats;

/// <summary>A TorchScript file: a program, so that only damage to a file that was sound is tried, not a program made to harm.</summary>
internal sealed class TorchScriptFormat : Format
{
    internal override string Name => "torchscript";

    internal override string File => "teacher.pt";

    internal override IReadOnlyList<Seed> Seeds() =>
        [Seed.Of("tensor", File, System.IO.File.ReadAllBytes(Golden.Path("torchscript/tensor.pt")))];

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => Mutations.Bytes(bytes, random, Words);

    internal override void Read(string folder)
    {
        using TorchScriptModel model = TorchScriptModel.Load(Path.Combine(folder, File));
    }
}
