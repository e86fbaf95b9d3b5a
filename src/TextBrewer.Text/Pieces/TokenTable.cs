using System.Text.Json;

namespace TextBrewer.Text.Pieces;

/// <summary>Tokens and their ids.</summary>
internal sealed class TokenTable
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;

    /// <exception cref="FormatException">A token stands there twice.</exception>
    internal TokenTable(string[] tokens)
    {
        Tokens = tokens;
        Dictionary<string, int> ids = new(tokens.Length, StringComparer.Ordinal);
        for (int i = 0; i < tokens.Length; i++)
            if (!ids.TryAdd(tokens[i], i)) throw new FormatException(
                $"the vocabulary has '{tokens[i]}' twice, with the ids {ids[tokens[i]]} and {i}: a token has one id");
        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The tokens in the order of the ids.</summary>
    internal string[] Tokens { get; }

    /// <summary>Writes an object of each token with its id.</summary>
    internal void Write(Utf8JsonWriter json, string key)
    {
        json.WriteStartObject(key);
        for (int id = 0; id < Tokens.Length; id++) json.WriteNumber(Tokens[id], id);
        json.WriteEndObject();
    }

    internal int? Find(ReadOnlySpan<char> token) => _ids.TryGetValue(token, out int id) ? id : null;
}
