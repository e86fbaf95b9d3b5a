using System.Text.Json;

namespace TextBrewer.Text.Pieces;

/// <summary>A vocabulary and the way in which it cuts words into pieces. Safe from many threads.</summary>
internal abstract class PieceModel
{
    /// <summary>The vocabulary in the order of the ids.</summary>
    internal abstract IReadOnlyList<string> Tokens { get; }

    /// <summary>The token that stands for what there are no pieces for; null: there is always some, or it is left out.</summary>
    internal abstract int? UnknownId { get; }

    /// <summary>The id of a token; null: the vocabulary has none.</summary>
    internal abstract int? Find(ReadOnlySpan<char> token);

    /// <summary>Whether a token, on its own, goes on with a word.</summary>
    internal abstract bool ContinuesWord(string token);

    /// <summary>Writes it as a <c>tokenizer.json</c> has it.</summary>
    internal abstract void Write(Utf8JsonWriter json);

    /// <summary>A cutter for one thread.</summary>
    internal abstract WordCutter Cutter();
}
