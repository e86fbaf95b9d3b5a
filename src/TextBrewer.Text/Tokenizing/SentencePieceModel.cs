using System.Text;

namespace TextBrewer.Text.Tokenizing;

/// <summary>A model of SentencePiece as its file holds it (<c>sentencepiece_model.proto</c>).</summary>
/// <param name="Pieces">The pieces and their scores, in the order of their ids.</param>
/// <param name="UnknownId">The piece that stands for what is unknown; null: none does.</param>
/// <param name="IsUnigram">Whether pieces have probabilities; else it is of another kind.</param>
/// <param name="ByteFallback">Whether unknown characters fall into pieces of their bytes.</param>
/// <param name="CharacterMap">The compiled rules of normalization; empty: none.</param>
internal sealed record SentencePieceModel(
    IReadOnlyList<(string Text, double Score)> Pieces,
    int? UnknownId,
    bool IsUnigram,
    bool ByteFallback,
    byte[] CharacterMap)
{
    private const ulong Unigram = 1, Unknown = 2;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <exception cref="FormatException">It is damaged.</exception>
    internal static SentencePieceModel Read(byte[] bytes)
    {
        List<(string, double)> pieces = [];
        int? unknown = null;
        ulong kind = Unigram;
        bool fallback = false;
        byte[] map = [];
        foreach (ProtoFields.Field field in ProtoFields.Read(bytes))
        {
            if (field.Number == 1)
            {
                (string text, double score, ulong type) = Piece(field.Bytes);
                if (type == Unknown) unknown ??= pieces.Count;
                pieces.Add((text, score));
            }
            else if (field.Number == 2)
                foreach (ProtoFields.Field trainer in ProtoFields.Read(field.Bytes))
                {
                    if (trainer.Number == 3) kind = trainer.Value;
                    if (trainer.Number == 35) fallback = trainer.Value != 0;
                }
            else if (field.Number == 3)
                foreach (ProtoFields.Field normalizer in ProtoFields.Read(field.Bytes))
                    if (normalizer.Number == 2) map = normalizer.Bytes.ToArray();
        }
        return new SentencePieceModel(pieces, unknown, kind == Unigram, fallback, map);
    }

    private static (string Text, double Score, ulong Type) Piece(ReadOnlyMemory<byte> message)
    {
        (string Text, double Score, ulong Type) piece = ("", 0, 1);
        foreach (ProtoFields.Field field in ProtoFields.Read(message))
        {
            if (field.Number == 1) piece.Text = Strict.GetString(field.Bytes.Span);
            if (field.Number == 2) piece.Score = field.Single;
            if (field.Number == 3) piece.Type = field.Value;
        }
        if (!double.IsFinite(piece.Score)) throw new FormatException($"the piece '{piece.Text}' has the score {piece.Score}");
        return piece;
    }
}
