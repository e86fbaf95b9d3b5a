using TextBrewer.Fuzz.Cases;
using TextBrewer.Text.Reading;

namespace TextBrewer.Fuzz.Formats;

/// <summary>Tagged words, a word a line.</summary>
internal sealed class ConllFormat : Format
{
    internal override string Name => "conll";

    internal override string File => "data.conll";

    internal override IReadOnlyList<string> Words => ["-DOCSTART- -X- O O", "# text = good", "B-PER", "I-", "O", "B-PER,B-LOC", "\t", " "];

    internal override IReadOnlyList<Seed> Seeds() =>
    [
        Seed.Of("columns", File, "-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\nGerman JJ B-NP B-MISC\n"
            + "call NN I-NP O\n. . O O\n\nPeter NNP B-NP B-PER\nBlackburn NNP I-NP I-PER\n"),
        Seed.Of("tabs", File, "# text = good bad\ngood\tB-X\nbad\tO\n\nthe\tI-X,O\n天\tB-Y\n"),
    ];

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => Mutations.Lines(bytes, random, Words);

    internal override void Read(string folder)
    {
        string path = Path.Combine(folder, File);
        Readings.All(
            () => TaggedReader.Read(path, new TaggedOptions()),
            () => TaggedReader.Read(path, new TaggedOptions { Labelled = false }),
            () => TaggedReader.Read(path, new TaggedOptions { Word = 1, Tag = 0, Separator = "\t" }));
    }
}
