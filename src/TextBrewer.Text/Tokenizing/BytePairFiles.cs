using TextBrewer.Text.Files;
using TextBrewer.Text.Pieces;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Tokenizing;

/// <summary>RoBERTa's <c>vocab.json</c> and <c>merges.txt</c>: byte-level byte-pair encoding.</summary>
internal static class BytePairFiles
{
    private static readonly string[] Classes =
    [
        "RobertaTokenizer", "RobertaTokenizerFast", "LongformerTokenizer", "LongformerTokenizerFast", "BartTokenizer", "BartTokenizerFast",
    ];

    /// <exception cref="UnsupportedTokenizerException">They are of another family.</exception>
    internal static ITokenizer Read(TokenizerFiles files, TokenizerConfig config, bool? lowercase)
    {
        string source = files.PathOf(ModelFiles.BytePairVocabulary);
        if (config.Class is { } other && !Classes.Contains(other)) throw new UnsupportedTokenizerException(
            $"'{source}' is of a {other}, and TextBrewer reads such files of {string.Join(", ", Classes)}: save it as tokenizer.json.");
        if (lowercase is bool small) LowercaseSetting.Check([], small, source);
        JsonPlace vocabulary = JsonPlace.Of(source, files.Find(ModelFiles.BytePairVocabulary)!);
        PieceModel model;
        try
        {
            TokenTable table = PieceModelTable.Table(vocabulary);
            model = new BytePairModel(table, Merges(files), new BytePairSettings { UnknownId = table.Find("<unk>"), IsOfBytes = true });
        }
        catch (FormatException problem)
        {
            throw new InvalidDataException($"'{source}' with {ModelFiles.Merges}: {problem.Message}.", problem);
        }
        bool prefix = config.AddPrefixSpace ?? false;
        return new TokenizerMaker(files, config, model, source)
        {
            Normalizers = [],
            PreTokenizers = [new ByteLevelSplit(prefix, cutsWords: true)],
            Special = ["<s>", "</s>", "<pad>", "<unk>"],
            Mask = "<mask>",
            Template = SequenceTemplate.Roberta,
            Trim = new OffsetTrim(prefix),
        }.Make();
    }

    /// <summary>Two tokens a line, behind a line of the version.</summary>
    private static IEnumerable<(string, string)> Merges(TokenizerFiles files)
    {
        byte[] bytes = files.Find(ModelFiles.Merges) ?? throw new FileNotFoundException(
            $"There is no '{files.PathOf(ModelFiles.Merges)}', without which {ModelFiles.BytePairVocabulary} is not read.");
        int number = 0;
        foreach (string line in System.Text.Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (line.Length == 0 || (number == 1 && line.StartsWith("#version", StringComparison.Ordinal))) continue;
            yield return line.Split(' ') is [{ Length: > 0 } left, { Length: > 0 } right]
                ? (left, right)
                : throw new FormatException($"line {number} of the merges is not two tokens with a space between them");
        }
    }
}
