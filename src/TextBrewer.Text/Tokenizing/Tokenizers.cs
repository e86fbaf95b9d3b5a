using TextBrewer.Text.Files;

namespace TextBrewer.Text.Tokenizing;

/// <summary>Makes the tokenizer that a folder's files describe. The one place that knows the kinds of tokenizers.</summary>
public static class Tokenizers
{
    /// <summary>
    /// Reads a model folder: <c>vocab.txt</c> and, where there is one, <c>tokenizer_config.json</c>; without a vocab.txt,
    /// <c>tokenizer.json</c>.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="lowercase">Whether text is lower-cased; null: as the files say.</param>
    /// <exception cref="FileNotFoundException">There is no file of a tokenizer.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or of a kind of tokenizer that is not read here.</exception>
    public static ITokenizer FromFolder(string folder, bool? lowercase = null)
    {
        string list = Path.Combine(folder, ModelFiles.Vocabulary), whole = Path.Combine(folder, ModelFiles.Tokenizer);
        TokenizerOptions options = TokenizerFile.Read(Path.Combine(folder, ModelFiles.TokenizerConfig));
        (Vocabulary vocabulary, options) = File.Exists(list) || !File.Exists(whole)
            ? (Vocabulary.Load(list), options)
            : TokenizerJson.Read(whole, options.MaxLength);
        return WordPiece(vocabulary, options with { Lowercase = lowercase ?? options.Lowercase });
    }

    /// <summary>Whether a folder has files of a tokenizer.</summary>
    /// <param name="folder">The folder.</param>
    public static bool AreIn(string folder) =>
        File.Exists(Path.Combine(folder, ModelFiles.Vocabulary)) || File.Exists(Path.Combine(folder, ModelFiles.Tokenizer));

    /// <summary>
    /// BERT's tokenizer: words by white space and punctuation, each cut into the longest pieces of the vocabulary (Wu et al. 2016).
    /// </summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="options">How text is made ready for it.</param>
    public static ITokenizer WordPiece(Vocabulary vocabulary, TokenizerOptions options) => new WordPieceTokenizer(vocabulary, options);
}
