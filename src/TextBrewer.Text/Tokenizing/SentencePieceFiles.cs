using System.Text;
using TextBrewer.Text.Characters;
using TextBrewer.Text.Files;
using TextBrewer.Text.Normalizing;
using TextBrewer.Text.Pieces;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// SentencePiece models without a <c>tokenizer.json</c>: what their families put around the pieces, XLM-R's also other ids, is not in them.
/// </summary>
internal static class SentencePieceFiles
{
    private const string Metaspace = "\u2581";

    /// <summary>What a family makes of a model's pieces.</summary>
    private sealed record Family(string File, string Class, Func<SentencePieceModel, (string Text, double Score)[]> Vocabulary)
    {
        internal required string[] Special { get; init; }
        internal required string Mask { get; init; }
        internal required string Unknown { get; init; }
        internal required Func<int, int, SequenceTemplate> Template { get; init; }
        internal bool MaskStripsLeft { get; init; } = true;
        internal Func<TokenizerConfig, IEnumerable<Normalizer>> Before { get; init; } = _ => [];
    }

    private static readonly Family[] Families =
    [
        new(ModelFiles.XlmRobertaPieces, "XLMRobertaTokenizer", model =>
            [("<s>", 0), ("<pad>", 0), ("</s>", 0), ("<unk>", 0), .. model.Pieces.Skip(3), ("<mask>", 0)])
        {
            Special = ["<s>", "</s>", "<pad>", "<unk>"],
            Mask = "<mask>",
            Unknown = "<unk>",
            Template = SequenceTemplate.Roberta,
        },
        new(ModelFiles.XlmRobertaPieces, "CamembertTokenizer", model =>
        [
            ("<s>NOTUSED", 0), ("<pad>", 0), ("</s>NOTUSED", 0), ("<unk>", 0), ("<unk>NOTUSED", -100), .. model.Pieces.Skip(1),
            ("<mask>", 0),
        ])
        {
            Special = ["<s>", "</s>", "<pad>", "<unk>"],
            Mask = "<mask>",
            Unknown = "<unk>",
            Template = SequenceTemplate.Roberta,
        },
        new(ModelFiles.AlbertPieces, "AlbertTokenizer", model => [.. model.Pieces])
        {
            Special = ["[CLS]", "[SEP]", "<pad>", "<unk>"],
            Mask = "[MASK]",
            Unknown = "<unk>",
            Template = SequenceTemplate.Bert,
            Before = Albert,
        },
        new(ModelFiles.DebertaPieces, "DebertaV2Tokenizer", model => [.. model.Pieces])
        {
            Special = ["[CLS]", "[SEP]", "[PAD]", "[UNK]"],
            Mask = "[MASK]",
            Unknown = "[UNK]",
            MaskStripsLeft = false,
            Template = SequenceTemplate.Bert,
            Before = config => config.Lowercase ?? false ? [new LowercaseNormalizer()] : [],
        },
    ];

    /// <exception cref="UnsupportedTokenizerException">It is of another family or kind.</exception>
    internal static ITokenizer Read(TokenizerFiles files, TokenizerConfig config, bool? lowercase)
    {
        string name = Families.Select(family => family.File).First(files.Has), source = files.PathOf(name);
        Family family = Families.FirstOrDefault(one => one.File == name
            && (config.Class is null || config.Class == one.Class || config.Class == one.Class + "Fast"))
            ?? throw new UnsupportedTokenizerException($"'{source}' is of a {config.Class}, and TextBrewer reads such files of "
                + $"{string.Join(", ", Families.Select(one => one.Class))}: save it as tokenizer.json.");
        try
        {
            SentencePieceModel file = SentencePieceModel.Read(files.Find(name)!);
            if (!file.IsUnigram) throw new UnsupportedTokenizerException(
                $"'{source}' is not a Unigram model, and TextBrewer reads others of SentencePiece as tokenizer.json: save it so.");
            (string Text, double Score)[] pieces = family.Vocabulary(file);
            TokenTable table = new([.. pieces.Select(piece => piece.Text)]);
            int unknown = table.Find(family.Unknown) ?? throw new FormatException($"it has no '{family.Unknown}'");
            Normalizer[] normalizers =
            [
                .. family.Before(config), .. file.CharacterMap.Length > 0
                    ? [new PrecompiledNormalizer(new CharacterMap(file.CharacterMap))]
                    : (Normalizer[])[],
            ];
            if (lowercase is bool small) LowercaseSetting.Check(normalizers, small, source);
            return new TokenizerMaker(
                files,
                config,
                new UnigramModel(table, [.. pieces.Select(piece => piece.Score)], unknown, file.ByteFallback),
                source)
            {
                Normalizers = normalizers,
                PreTokenizers =
                [
                    CharacterSplit.WhiteSpace, new MetaspaceSplit(Rune.GetRuneAt(Metaspace, 0), PrependScheme.Always, cutsWords: true),
                ],
                Beyond = table.Find(family.Mask) is null ? [family.Mask] : [],
                Special = family.Special,
                Mask = family.Mask,
                MaskStripsLeft = family.MaskStripsLeft,
                Template = family.Template,
            }.Make();
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException)
        {
            throw new InvalidDataException($"'{source}' is not a SentencePiece model of a {family.Class}: {problem.Message}.", problem);
        }
    }

    private static IEnumerable<Normalizer> Albert(TokenizerConfig config)
    {
        yield return new ReplaceNormalizer(TextPattern.Literal("``"), "\"");
        yield return new ReplaceNormalizer(TextPattern.Literal("''"), "\"");
        if (!config.KeepAccents)
        {
            yield return new UnicodeForm(isCompatible: true, composes: false);
            yield return FilterNormalizer.StripAccents;
        }
        if (config.Lowercase ?? true) yield return new LowercaseNormalizer();
    }
}
