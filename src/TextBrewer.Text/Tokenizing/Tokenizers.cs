using TextBrewer.Text.Files;

namespace TextBrewer.Text.Tokenizing;

/// <summary>Makes the tokenizer that a folder's files describe.</summary>
public static class Tokenizers
{
    /// <summary>
    /// By the file that has the vocabulary, what reads the files of before <c>tokenizer.json</c>, and the class of transformers that does
    /// where the folder names none.
    /// </summary>
    private static readonly (string File, string Class, Func<TokenizerFiles, TokenizerConfig, bool?, ITokenizer> Read)[] OldFiles =
    [
        (ModelFiles.Vocabulary, TokenizerConfig.Bert, WordPiece),
        (ModelFiles.BytePairVocabulary, "RobertaTokenizer", BytePairFiles.Read),
        (ModelFiles.XlmRobertaPieces, "XLMRobertaTokenizer", SentencePieceFiles.Read),
        (ModelFiles.AlbertPieces, "AlbertTokenizer", SentencePieceFiles.Read),
        (ModelFiles.DebertaPieces, "DebertaV2Tokenizer", SentencePieceFiles.Read),
    ];

    /// <summary>The class of transformers that reads a folder's old files; null: it has none.</summary>
    internal static string? ClassOf(TokenizerFiles files) => OldFiles.FirstOrDefault(row => files.Has(row.File)).Class;

    /// <summary>
    /// Reads a model folder's <c>tokenizer.json</c> and, where there is one, <c>tokenizer_config.json</c>. Where there is none, or it asks
    /// for something that is not read here, the files of before: <c>vocab.txt</c>, <c>vocab.json</c> with <c>merges.txt</c>,
    /// <c>sentencepiece.bpe.model</c>, <c>spiece.model</c> or <c>spm.model</c>.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="lowercase">Whether BERT's tokenizer makes letters small; null: as the files say.</param>
    /// <exception cref="FileNotFoundException">There is no file of a tokenizer.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or asks for something that is not read here.</exception>
    public static ITokenizer FromFolder(string folder, bool? lowercase = null)
    {
        TokenizerFiles files = TokenizerFiles.Read(folder);
        try
        {
            TokenizerConfig config = TokenizerConfig.Read(files);
            Func<TokenizerFiles, TokenizerConfig, bool?, ITokenizer>? read = OldFiles.FirstOrDefault(row => files.Has(row.File)).Read;
            if (!files.Has(ModelFiles.Tokenizer)) return read is not null ? read(files, config, lowercase) : throw Missing(files);
            try
            {
                return TokenizerJson.Read(files, config, lowercase);
            }
            catch (UnsupportedTokenizerException) when (read is not null)
            {
                return read(files, config, lowercase);
            }
        }
        catch (UnsupportedTokenizerException problem)
        {
            throw new InvalidDataException(problem.Message, problem);
        }
    }

    /// <summary>Whether a folder has files of a tokenizer.</summary>
    /// <param name="folder">The folder.</param>
    public static bool AreIn(string folder) =>
        OldFiles.Select(row => row.File).Append(ModelFiles.Tokenizer).Any(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>
    /// BERT's tokenizer: words by white space and punctuation, each cut into the longest pieces of the vocabulary (Wu et al. 2016).
    /// </summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="options">How text is made ready for it.</param>
    public static ITokenizer WordPiece(Vocabulary vocabulary, TokenizerOptions options) => PipelineTokenizer.Bert(vocabulary, options);

    private static ITokenizer WordPiece(TokenizerFiles files, TokenizerConfig config, bool? lowercase)
    {
        Vocabulary vocabulary = Vocabulary.Load(files.PathOf(ModelFiles.Vocabulary));
        return WordPiece(vocabulary, new TokenizerOptions
        {
            Lowercase = lowercase ?? config.Lowercase ?? true,
            StripAccents = config.StripAccents,
            SplitChinese = config.SplitChinese ?? true,
            MaxLength = config.MaxLength,
        });
    }

    private static FileNotFoundException Missing(TokenizerFiles files) => new(
        $"There is no vocabulary '{files.PathOf(ModelFiles.Vocabulary)}', and no {ModelFiles.Tokenizer} or other file of a "
            + "tokenizer beside it.",
        files.PathOf(ModelFiles.Vocabulary));
}
