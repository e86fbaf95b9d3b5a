using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TextBrewer.Reports.Results;

/// <summary>How the files of a run's folder stand in JSON: keys in snake case, nulls left out.</summary>
public static class ResultJson
{
    /// <summary>The options of the serializer, over several lines.</summary>
    public static JsonSerializerOptions Options { get; } = ReadOnly(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        // A person reads them too: letters outside ASCII stay letters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NoNullItems.Refuse } },
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        // A diverged run measures NaN, which JSON has no number for.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    });

    /// <summary>The options of the serializer for one object a line.</summary>
    public static JsonSerializerOptions LineOptions { get; } = ReadOnly(new JsonSerializerOptions(Options) { WriteIndented = false });

    private static JsonSerializerOptions ReadOnly(JsonSerializerOptions options)
    {
        options.MakeReadOnly();
        return options;
    }
}
