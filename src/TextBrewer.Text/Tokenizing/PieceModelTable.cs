using TextBrewer.Text.Files;
using TextBrewer.Text.Pieces;

namespace TextBrewer.Text.Tokenizing;

/// <summary>The ways of cutting words into pieces that a <c>tokenizer.json</c> may ask for.</summary>
internal static class PieceModelTable
{
    private static readonly Dictionary<string, Func<JsonPlace, bool, PieceModel>> Rows = new()
    {
        ["WordPiece"] = (json, _) => WordPiece(json),
        ["BPE"] = BytePair,
        ["Unigram"] = (json, _) => Unigram(json),
    };

    /// <summary>The type that a model says, or the one that it must be where an old file says none.</summary>
    /// <exception cref="UnsupportedTokenizerException">It is none of the table's.</exception>
    internal static string TypeOf(JsonPlace model)
    {
        string type = model.Find("type")?.Text() ?? (model.Find("merges") is not null ? "BPE" : "of no type");
        if (!Rows.ContainsKey(type)) throw new UnsupportedTokenizerException(
            $"'{model.File}' is a {type} tokenizer, and TextBrewer reads {string.Join(", ", Rows.Keys)}: take a model with such "
                + "a vocabulary.");
        return type;
    }

    /// <summary>Makes the model.</summary>
    /// <param name="json">The file's model.</param>
    /// <param name="isOfBytes">Whether words come as characters that stand for bytes.</param>
    internal static PieceModel Make(JsonPlace json, bool isOfBytes)
    {
        try
        {
            return Rows[TypeOf(json)](json, isOfBytes);
        }
        catch (FormatException problem)
        {
            throw json.Wrong($"{problem.Message}. Fetch the model's tokenizer again.");
        }
    }

    private static WordPieceModel WordPiece(JsonPlace json)
    {
        TokenTable table = Table(json.Get("vocab"));
        string unknown = json.Find("unk_token")?.Text() ?? "[UNK]";
        return new WordPieceModel(
            table,
            Known(table, unknown),
            json.Find("continuing_subword_prefix")?.Text() ?? WordPieceModel.UsualPrefix,
            json.Find("max_input_chars_per_word")?.Integer() ?? WordPieceModel.UsualLongestWord);
    }

    private static BytePairModel BytePair(JsonPlace json, bool isOfBytes)
    {
        if (json.Find("dropout")?.Number() is not (null or 0)) throw TokenizerParts.Unsupported(
            json, "dropout of merges, which cuts a text differently each time.");
        TokenTable table = Table(json.Get("vocab"));
        return new BytePairModel(table, json.Get("merges").Items().Select(Merge), new BytePairSettings
        {
            UnknownId = json.Find("unk_token") is { } unknown ? Known(table, unknown.Text()) : null,
            FusesUnknown = json.Flag("fuse_unk", false),
            ByteFallback = json.Flag("byte_fallback", false),
            IgnoresMerges = json.Flag("ignore_merges", false),
            ContinuingPrefix = json.Find("continuing_subword_prefix")?.Text() ?? "",
            EndSuffix = json.Find("end_of_word_suffix")?.Text() ?? "",
            IsOfBytes = isOfBytes,
        });
    }

    private static UnigramModel Unigram(JsonPlace json)
    {
        JsonPlace[][] pieces = [.. json.Get("vocab").Items().Select(piece => piece.Items().ToArray())];
        if (Array.FindIndex(pieces, piece => piece.Length != 2) is var odd and >= 0)
            throw new FormatException($"entry {odd} of the vocabulary is not a token and its score");
        TokenTable table = new([.. pieces.Select(piece => piece[0].Text())]);
        int unknown = json.Get("unk_id").Integer();
        if (unknown < 0 || unknown >= pieces.Length) throw new FormatException(
            $"unk_id is {unknown}, and the vocabulary has {pieces.Length} tokens");
        return new UnigramModel(table, [.. pieces.Select(piece => piece[1].Number())], unknown, json.Flag("byte_fallback", false));
    }

    /// <summary>A merge is written as a list of two tokens; in older files as one text with a space between them.</summary>
    internal static (string Left, string Right) Merge(JsonPlace json)
    {
        string[] parts = json.Element.ValueKind == System.Text.Json.JsonValueKind.Array
            ? [.. json.Items().Select(item => item.Text())]
            : json.Text().Split(' ');
        return parts is [var left, var right] ? (left, right) : throw json.Wrong("a merge is of two tokens.");
    }

    /// <summary>The tokens in the order of their ids, which have no gaps.</summary>
    internal static TokenTable Table(JsonPlace vocabulary)
    {
        (string Key, JsonPlace Value)[] entries = [.. vocabulary.Keys()];
        string?[] tokens = new string?[entries.Length];
        foreach ((string token, JsonPlace id) in entries)
        {
            int place = id.Integer();
            if (place < 0 || place >= tokens.Length || tokens[place] is not null) throw new FormatException(
                $"the token '{token}' has the id {place}, which is outside of the vocabulary or given twice");
            tokens[place] = token;
        }
        return new TokenTable(tokens!);
    }

    private static int Known(TokenTable table, string unknown) => table.Find(unknown) ?? throw new FormatException(
        $"the vocabulary has no '{unknown}', which is to stand for what is unknown");
}
