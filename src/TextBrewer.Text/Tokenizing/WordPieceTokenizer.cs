using TextBrewer.Text.Files;

namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// BERT's tokenizer: words by white space and punctuation, each cut into the longest pieces of the vocabulary (Wu et al. 2016).
/// </summary>
/// <param name="vocabulary">The vocabulary.</param>
/// <param name="options">How text is made ready for it.</param>
internal sealed class WordPieceTokenizer(Vocabulary vocabulary, TokenizerOptions options)
    : PieceTokenizer(vocabulary.Tokens, SequenceTemplate.Bert(vocabulary.ClsId, vocabulary.SepId))
{
    /// <inheritdoc/>
    public override int PadId => vocabulary.PadId;

    /// <inheritdoc/>
    public override int MaxLength => options.MaxLength;

    /// <inheritdoc/>
    public override int? MaskId => vocabulary.MaskId;

    /// <inheritdoc/>
    public override bool IsSpecial(int id) =>
        id == vocabulary.PadId || id == vocabulary.UnknownId || id == vocabulary.ClsId || id == vocabulary.SepId || id == vocabulary.MaskId;

    /// <inheritdoc/>
    public override bool ContinuesWord(int id) => vocabulary.Tokens[id].StartsWith("##", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int UnknownId => vocabulary.UnknownId;

    /// <summary>Writes <c>vocab.txt</c> and <c>tokenizer_config.json</c>.</summary>
    /// <inheritdoc/>
    public override void SaveTo(string folder)
    {
        Directory.CreateDirectory(folder);
        vocabulary.Save(Path.Combine(folder, ModelFiles.Vocabulary));
        TokenizerFile.Write(Path.Combine(folder, ModelFiles.TokenizerConfig), options);
    }

    /// <inheritdoc/>
    protected override PieceCutter Cutter() => new WordPieceCutter(vocabulary, options);
}
