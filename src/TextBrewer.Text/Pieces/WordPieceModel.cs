using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TextBrewer.Text.Pieces;

/// <summary>The longest pieces of a vocabulary, from left to right (Wu et al. 2016).</summary>
/// <param name="table">The vocabulary.</param>
/// <param name="unknownId">What stands for a word that has no pieces.</param>
/// <param name="prefix">What a piece begins with that goes on with a word.</param>
/// <param name="longestWord">The most characters of a word that is cut.</param>
internal sealed class WordPieceModel(TokenTable table, int unknownId, string prefix, int longestWord) : PieceModel
{
    internal const string UsualPrefix = "##";
    internal const int UsualLongestWord = 100;

    /// <summary>The longest token, and so the most that is looked up.</summary>
    private readonly int _longest = table.Tokens.Length == 0 ? 0 : table.Tokens.Max(token => token.Length);

    /// <inheritdoc/>
    internal override IReadOnlyList<string> Tokens => table.Tokens;

    /// <inheritdoc/>
    internal override int? UnknownId => unknownId;

    /// <summary>The most characters of a word that is cut.</summary>
    internal int LongestWord => longestWord;

    /// <inheritdoc/>
    internal override int? Find(ReadOnlySpan<char> token) => table.Find(token);

    /// <inheritdoc/>
    internal override bool ContinuesWord(string token) => prefix.Length > 0 && token.StartsWith(prefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "WordPiece");
        json.WriteString("unk_token", table.Tokens[unknownId]);
        json.WriteString("continuing_subword_prefix", prefix);
        json.WriteNumber("max_input_chars_per_word", longestWord);
        table.Write(json, "vocab");
        json.WriteEndObject();
    }

    /// <summary>How a <c>tokenizer.json</c> says that pieces are put together again.</summary>
    internal JsonObject Decoder() => new() { ["type"] = "WordPiece", ["prefix"] = prefix, ["cleanup"] = true };

    /// <inheritdoc/>
    internal override WordCutter Cutter() => new LongestFirst(this, table, prefix);

    private sealed class LongestFirst(WordPieceModel model, TokenTable table, string prefix) : WordCutter
    {
        private char[] _buffer = [.. prefix, .. new char[64]];

        internal override void Cut(ReadOnlySpan<char> word, List<Piece> pieces)
        {
            int before = pieces.Count;
            if (!IsTooLong(word) && CutWhole(word, pieces)) return;
            pieces.RemoveRange(before, pieces.Count - before);
            pieces.Add(new Piece(model.UnknownId!.Value, 0, word.Length));
        }

        private bool IsTooLong(ReadOnlySpan<char> word)
        {
            if (word.Length <= model.LongestWord) return false;
            int characters = 0;
            foreach (Rune _ in word.EnumerateRunes()) if (++characters > model.LongestWord) return true;
            return false;
        }

        private bool CutWhole(ReadOnlySpan<char> word, List<Piece> pieces)
        {
            for (int from = 0; from < word.Length;)
            {
                int to = Math.Min(word.Length, from + model._longest);
                int? id = null;
                for (; to > from; to--)
                {
                    id = from == 0 ? table.Find(word[..to]) : Continuation(word[from..to]);
                    if (id is not null) break;
                }
                if (id is null) return false;
                pieces.Add(new Piece(id.Value, from, to));
                from = to;
            }
            return true;
        }

        private int? Continuation(ReadOnlySpan<char> piece)
        {
            int length = prefix.Length + piece.Length;
            if (_buffer.Length < length) Array.Resize(ref _buffer, 2 * length);
            piece.CopyTo(_buffer.AsSpan(prefix.Length));
            return table.Find(_buffer.AsSpan(0, length));
        }
    }
}
