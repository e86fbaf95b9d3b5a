using TextBrewer.Fuzz.Cases;
using TextBrewer.Testing;

namespace TextBrewer.Fuzz.Formats;

/// <summary><c>spiece.model</c> of a model's folder.</summary>
internal sealed class SentencePieceFormat : Format
{
    internal override string Name => "sentencepiece";

    internal override string File => "spiece.model";

    internal override IReadOnlyList<string> Words => ["<pad>", "<unk>", "[CLS]", "[SEP]", "▁", "▁the"];

    internal override IReadOnlyList<Seed> Seeds() => [Seed.Of("small", File, SmallTokenizers.SentencePiece())];

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => Mutations.Bytes(bytes, random, Words);

    internal override void Read(string folder) => VocabularyFormat.Tokenize(folder);
}
