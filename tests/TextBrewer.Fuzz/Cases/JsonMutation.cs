using System.Text;
using System.Text.Json;

namespace TextBrewer.Fuzz.Cases;

/// <summary>Damages JSON value by value and key by key, and leaves it JSON where the new value is.</summary>
internal static class JsonMutation
{
    internal static byte[] Of(byte[] json, Random random, IReadOnlyList<string> words)
    {
        List<Span> spans = Spans(json);
        if (spans.Count == 0) return ByteMutation.Of(json, random, words);
        Span chosen = spans[random.Next(spans.Count)], other = spans[random.Next(spans.Count)];
        byte[] odd = Encoding.UTF8.GetBytes(OddValues.Json(random, words));
        byte[] key = Encoding.UTF8.GetBytes(words.Count > 0 ? words[random.Next(words.Count)] : "x");
        return random.Next(8) switch
        {
            <= 3 => Replaced(json, chosen.Start, chosen.End, odd),
            4 => Replaced(json, chosen.Start, chosen.End, json.AsSpan(other.Start, other.End - other.Start)),
            5 when chosen.Key >= 0 => WithoutComma(json, chosen),
            6 when chosen.Key >= 0 => Replaced(json, chosen.Key, chosen.Key, [.. json.AsSpan(chosen.Key..chosen.End), (byte)',']),
            7 when chosen.Key >= 0 => Replaced(json, chosen.Key, chosen.Start, [(byte)'"', .. key, (byte)'"', (byte)':']),
            _ => Replaced(json, chosen.End, chosen.End, [(byte)',', .. odd]),
        };
    }

    private static byte[] Replaced(byte[] json, int from, int to, ReadOnlySpan<byte> by) =>
        ByteMutation.Replaced(json, from, to - from, by);

    private static byte[] WithoutComma(byte[] json, Span span)
    {
        int end = span.End, start = span.Key;
        while (end < json.Length && json[end] is (byte)' ' or (byte)'\n' or (byte)'\r') end++;
        if (end < json.Length && json[end] == (byte)',') return Replaced(json, start, end + 1, []);
        while (start > 0 && json[start - 1] is (byte)' ' or (byte)'\n' or (byte)'\r') start--;
        return start > 0 && json[start - 1] == (byte)',' ? Replaced(json, start - 1, span.End, []) : Replaced(json, start, span.End, []);
    }

    /// <summary>The values of a document, with the places of their keys.</summary>
    private static List<Span> Spans(byte[] json)
    {
        List<Span> spans = [];
        Stack<(int Start, int Key)> open = new();
        Utf8JsonReader reader = new(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        int key = -1;
        try
        {
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex, end = (int)reader.BytesConsumed;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        key = start;
                        continue;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((start, key));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        (int from, int name) = open.Pop();
                        spans.Add(new(name, from, end));
                        break;
                    default:
                        spans.Add(new(key, start, end));
                        break;
                }
                key = -1;
            }
        }
        catch (JsonException)
        {
            // what came before it is known
        }
        return spans;
    }

    private readonly record struct Span(int Key, int Start, int End);
}
