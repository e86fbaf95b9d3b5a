using TextBrewer.Fuzz.Cases;
using TextBrewer.Testing;

namespace TextBrewer.Fuzz.Formats;

/// <summary><c>vocab.json</c> and <c>merges.txt</c> of a model's folder.</summary>
internal sealed class BytePairFormat : Format
{
    internal override string Name => "byte_pairs";

    internal override string File => "vocab.json";

    internal override IReadOnlyList<string> Words =>
        ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "Ġ", "Ġt", "Ġth", "t", "h", "#version: 0.2"];

    internal override IReadOnlyList<Seed> Seeds()
    {
        (string vocabulary, string merges) = SmallTokenizers.BytePairFiles();
        return [Seed.Of("small", File, vocabulary).With("small", Seed.Of("", "merges.txt", merges).Files)];
    }

    internal override bool IsDamaged(string file) => true;

    internal override byte[] Mutate(string file, byte[] bytes, Random random) =>
        file == File ? Mutations.Json(bytes, random, Words) : Mutations.Lines(bytes, random, Words);

    internal override void Read(string folder) => VocabularyFormat.Tokenize(folder);
}
