using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Text.Pieces;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Tokenizing;

/// <summary>Writes a tokenizer as a <c>tokenizer.json</c>, from which <see cref="TokenizerJson"/> reads the same one.</summary>
internal static class TokenizerJsonWriter
{
    /// <summary>How all files of a tokenizer are written: letters of every language as they are.</summary>
    internal static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of the file.</summary>
    /// <param name="pipeline">The way of a text to its pieces.</param>
    /// <param name="post">Where special tokens stand.</param>
    /// <param name="tokens">The vocabulary with the added tokens.</param>
    internal static byte[] Write(Pipeline pipeline, PostProcessing post, IReadOnlyList<string> tokens)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteNull("truncation");
            json.WriteNull("padding");
            Part("added_tokens", new JsonArray([.. pipeline.Added.OrderBy(token => token.Id).Select(token => token.ToJson())]));
            Part("normalizer", Sequence("normalizers", [.. pipeline.Normalizers.Select(one => one.ToJson())]));
            Part("pre_tokenizer", Sequence("pretokenizers", [.. pipeline.PreTokenizers.Select(one => one.ToJson())]));
            Part("post_processor", Sequence("processors", [.. Processors()]));
            Part("decoder", Decoder(pipeline));
            json.WritePropertyName("model");
            pipeline.Model.Write(json);
            json.WriteEndObject();

            void Part(string name, JsonNode? value)
            {
                json.WritePropertyName(name);
                if (value is null) json.WriteNullValue();
                else value.WriteTo(json);
            }
        }
        return stream.ToArray();

        IEnumerable<JsonObject> Processors()
        {
            if (post.Trim is { } trim) yield return trim.ToJson();
            yield return post.Template.ToJson(tokens);
        }
    }

    /// <summary>Several parts as one; one alone as it is; none is nothing.</summary>
    private static JsonObject? Sequence(string list, JsonObject[] parts) => parts switch
    {
        [] => null,
        [var only] => only,
        _ => new() { ["type"] = "Sequence", [list] = new JsonArray(parts) },
    };

    /// <summary>How tokens become a text again, which others than TextBrewer ask of a tokenizer; null: with spaces between them.</summary>
    private static JsonObject? Decoder(Pipeline pipeline) =>
        pipeline.PreTokenizers.LastOrDefault(one => one is ByteLevelSplit or MetaspaceSplit)?.ToJson()
        ?? (pipeline.Model is WordPieceModel words ? words.Decoder() : null);
}
