using TextBrewer.Text.Files;
using TextBrewer.Text.Normalizing;
using TextBrewer.Text.Pieces;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Tokenizing;

/// <summary>A tokenizer of any kind: a pipeline, where special tokens stand, and which they are.</summary>
internal sealed class PipelineTokenizer : PieceTokenizer
{
    private readonly SpecialTokens _special;
    private readonly PostProcessing _post;
    private readonly TokenizerFiles _files;
    private readonly HashSet<int> _specialIds;

    /// <param name="pipeline">The way of a text to its pieces.</param>
    /// <param name="tokens">The vocabulary with the added tokens.</param>
    /// <param name="post">Where special tokens stand.</param>
    /// <param name="special">Which special tokens there are.</param>
    /// <param name="maxLength">The longest sequence.</param>
    /// <param name="files">What it was read from.</param>
    internal PipelineTokenizer(
        Pipeline pipeline,
        IReadOnlyList<string> tokens,
        PostProcessing post,
        SpecialTokens special,
        int maxLength,
        TokenizerFiles files)
        : base(tokens, post.Template, post.Trim)
    {
        (Pipeline, _post, _special, _files, MaxLength) = (pipeline, post, special, files, maxLength);
        _specialIds =
        [
            special.Pad, special.Unknown, .. pipeline.Added.Where(token => token.IsSpecial).Select(token => token.Id),
            .. post.Template.Single.Concat(post.Template.Pair).Where(part => part.IsSpecial).Select(part => part.Id),
        ];
        if (special.Mask is int mask) _specialIds.Add(mask);
    }

    /// <summary>The way of a text to its pieces.</summary>
    internal Pipeline Pipeline { get; }

    /// <inheritdoc/>
    public override int PadId => _special.Pad;

    /// <inheritdoc/>
    public override int MaxLength { get; }

    /// <inheritdoc/>
    public override int? MaskId => _special.Mask;

    /// <inheritdoc/>
    public override int UnknownId => _special.Unknown;

    /// <inheritdoc/>
    public override bool IsSpecial(int id) => _specialIds.Contains(id);

    /// <inheritdoc/>
    public override bool ContinuesWord(int id) =>
        id < Pipeline.Model.Tokens.Count && !IsSpecial(id) && Pipeline.Model.ContinuesWord(Tokens[id]);

    /// <inheritdoc/>
    public override void SaveTo(string folder)
    {
        TokenizerFiles files = _files.Has(ModelFiles.Tokenizer) ? _files : _files.With(ModelFiles.Tokenizer, ToJson());
        TokenizerConfig.Complete(files, SpecialTokenNames(), MaxLength, Pipeline.Model is WordPieceModel).SaveTo(folder);
    }

    /// <summary>The tokenizer as a <c>tokenizer.json</c>.</summary>
    internal byte[] ToJson() => TokenizerJsonWriter.Write(Pipeline, _post, Tokens);

    /// <summary>By what they are for, as transformers calls it, the special tokens that there are.</summary>
    private Dictionary<string, string> SpecialTokenNames()
    {
        IReadOnlyList<TemplatePart> single = _post.Template.Single;
        Dictionary<string, string> names = new() { ["pad_token"] = Tokens[PadId], ["unk_token"] = Tokens[UnknownId] };
        if (MaskId is int mask) names["mask_token"] = Tokens[mask];
        if (single[0].IsSpecial) names["cls_token"] = Tokens[single[0].Id];
        if (single[^1].IsSpecial) names["sep_token"] = Tokens[single[^1].Id];
        return names;
    }

    /// <inheritdoc/>
    protected override PieceCutter Cutter() => Pipeline.Cutter();

    /// <summary>BERT's tokenizer.</summary>
    internal static PipelineTokenizer Bert(Vocabulary vocabulary, TokenizerOptions options)
    {
        TokenTable table = new([.. vocabulary.Tokens]);
        BertNormalizer normalizer = new(options.Lowercase, options.StripAccents ?? options.Lowercase, options.SplitChinese);
        AddedToken[] added =
        [
            .. new[] { vocabulary.PadId, vocabulary.UnknownId, vocabulary.ClsId, vocabulary.SepId, vocabulary.MaskId }
                .Select(id => new AddedToken(id, vocabulary.Tokens[id]) { IsSpecial = true }),
        ];
        return new PipelineTokenizer(
            new Pipeline(
                [normalizer],
                [RunSplit.Bert],
                new WordPieceModel(table, vocabulary.UnknownId, WordPieceModel.UsualPrefix, WordPieceModel.UsualLongestWord),
                added),
            vocabulary.Tokens,
            new PostProcessing(SequenceTemplate.Bert(vocabulary.ClsId, vocabulary.SepId), null),
            new SpecialTokens(vocabulary.PadId, vocabulary.UnknownId, vocabulary.MaskId),
            options.MaxLength,
            new TokenizerFiles("", new Dictionary<string, byte[]>
            {
                [ModelFiles.Vocabulary] = vocabulary.ToBytes(),
                [ModelFiles.TokenizerConfig] = TokenizerConfig.Write(options),
            }));
    }
}
