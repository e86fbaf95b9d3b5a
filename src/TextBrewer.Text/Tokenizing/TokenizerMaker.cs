using TextBrewer.Text.Normalizing;
using TextBrewer.Text.Pieces;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Tokenizing;

/// <summary>Makes a tokenizer of what old files say in part, and a model's family decides for the rest.</summary>
internal sealed record TokenizerMaker(TokenizerFiles Files, TokenizerConfig Config, PieceModel Model, string Source)
{
    internal required IReadOnlyList<Normalizer> Normalizers { get; init; }

    internal required IReadOnlyList<PreTokenizer> PreTokenizers { get; init; }

    /// <summary>Tokens that stand behind the vocabulary.</summary>
    internal IReadOnlyList<string> Beyond { get; init; } = [];

    /// <summary>How the special tokens are written that the family has, those first that a sequence begins and ends with.</summary>
    internal required IReadOnlyList<string> Special { get; init; }

    /// <summary>The one that stands in a masked word's place; the white space before it belongs to it.</summary>
    internal required string Mask { get; init; }

    /// <summary>Whether the white space before a mask belongs to it.</summary>
    internal bool MaskStripsLeft { get; init; } = true;

    /// <summary>Where the first and the last special token stand.</summary>
    internal required Func<int, int, SequenceTemplate> Template { get; init; }

    /// <summary>Takes spaces off places.</summary>
    internal OffsetTrim? Trim { get; init; }

    /// <exception cref="InvalidDataException">The vocabulary lacks a special token.</exception>
    internal ITokenizer Make()
    {
        string[] tokens = [.. Model.Tokens, .. Beyond];
        AddedToken[] added =
        [
            .. Special.Append(Mask).Distinct().Select(token => new AddedToken(Known(token), token)
            {
                IsSpecial = true,
                StripsLeft = token == Mask && MaskStripsLeft,
            }),
        ];
        return new PipelineTokenizer(
            new Pipeline(Normalizers, PreTokenizers, Model, added),
            tokens,
            new PostProcessing(Template(Known(Special[0]), Known(Special[1])), Trim),
            SpecialTokens.Of(Config.SpecialTokens, Find, Model.UnknownId, Source),
            Config.MaxLength,
            Files);
    }

    private int Known(string token) => Find(token) ?? throw new InvalidDataException(
        $"'{Source}' has no '{token}', which every model of its family has: it belongs to another, or is damaged.");

    private int? Find(string token)
    {
        if (Model.Find(token) is int id) return id;
        int place = Beyond.ToList().IndexOf(token);
        return place < 0 ? null : Model.Tokens.Count + place;
    }
}
