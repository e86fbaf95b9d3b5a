using TextBrewer.Fuzz.Cases;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Fuzz.Formats;

/// <summary><c>vocab.txt</c> of a model's folder.</summary>
internal sealed class VocabularyFormat : Format
{
    internal override string Name => "vocabulary";

    internal override string File => "vocab.txt";

    internal override IReadOnlyList<string> Words => [.. ModelFolders.Vocabulary, "##", "##bad", "\uFEFF[PAD]"];

    internal override IReadOnlyList<Seed> Seeds() =>
        [Seed.Of("small", File, string.Join('\n', ModelFolders.Vocabulary) + "\n")];

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => Mutations.Lines(bytes, random, Words);

    internal override void Read(string folder) => Tokenize(folder);

    internal static void Tokenize(string folder)
    {
        ITokenizer tokenizer = Tokenizers.FromFolder(folder);
        int length = Math.Min(tokenizer.MaxLength, 12);
        tokenizer.Encode("good bads \u0000 \ud800 the", "é 天 bad", length);
        tokenizer.EncodeWords(["good", "", "the bads"], length);
        tokenizer.Windows("good", "bad the good bads good", length, 1, 2);
        if (tokenizer.Tokens.Distinct().Count() != tokenizer.Tokens.Count) throw new UnwantedException("A token has two ids.");
        Directory.CreateDirectory(Path.Combine(folder, "again"));
        tokenizer.SaveTo(Path.Combine(folder, "again"));
        if (!Tokenizers.FromFolder(Path.Combine(folder, "again")).Tokens.SequenceEqual(tokenizer.Tokens))
            throw new UnwantedException("The tokenizer that was saved is another one.");
    }
}
