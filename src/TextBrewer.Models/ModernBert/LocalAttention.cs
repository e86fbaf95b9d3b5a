using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.ModernBert;

/// <summary>Which layers see everything and which their neighbourhood, how far, and by which wavelengths their positions turn.</summary>
internal static class LocalAttention
{
    /// <summary>transformers' name of a layer that sees everything.</summary>
    internal const string Global = "full_attention";

    /// <summary>transformers' name of a layer that sees its neighbourhood.</summary>
    internal const string Local = "sliding_attention";

    /// <summary>The key of the layers' kinds.</summary>
    internal const string KindsKey = "layer_types";

    private const string EveryKey = "global_attn_every_n_layers", WindowKey = "local_attention", RopeKey = "rope_parameters";
    private const int UsualEvery = 3, UsualWindow = 128;
    private const double GlobalBase = 160_000, LocalBase = 10_000, MostBase = 1e30;

    /// <summary>The kind of each layer: those that the file names, and by their number where it names none or too few.</summary>
    internal static IReadOnlyList<string> Kinds(EncoderConfig config)
    {
        IReadOnlyList<string> named = config.OtherTexts(KindsKey) ?? [];
        int every = (int)(config.OtherNumber(EveryKey) ?? UsualEvery);
        return [.. Enumerable.Range(0, config.NumHiddenLayers)
            .Select(i => i < named.Count ? named[i] : i % every == 0 ? Global : Local)];
    }

    /// <summary>How many positions to either side a local layer sees.</summary>
    internal static int Reach(EncoderConfig config) => (int)(config.OtherNumber(WindowKey) ?? UsualWindow) / 2;

    /// <summary>The base of a layer's wavelengths: what the file says by kind, or as it said before transformers 5.</summary>
    internal static double Base(EncoderConfig config, string kind)
    {
        if (Rope(config, kind) is { ValueKind: JsonValueKind.Object } own && own.TryGetProperty("rope_theta", out JsonElement theta)
            && theta.ValueKind == JsonValueKind.Number)
            return theta.GetDouble();
        double global = config.OtherNumber("global_rope_theta") ?? GlobalBase;
        return kind == Global ? global : config.OtherNumber("local_rope_theta") ?? LocalBase;
    }

    /// <summary>Makes the kinds in a file as many as it has layers, where it names any.</summary>
    /// <param name="file">The file's keys.</param>
    internal static void Fit(JsonObject file)
    {
        if (file[KindsKey] is not JsonArray named || !Number(file["num_hidden_layers"], out int layers) || named.Count == layers) return;
        int every = Number(file[EveryKey], out int own) ? Math.Max(1, own) : UsualEvery;
        while (named.Count > layers) named.RemoveAt(named.Count - 1);
        while (named.Count < layers) named.Add(named.Count % every == 0 ? Global : Local);
    }

    /// <summary>What of a configuration cannot be built; null: nothing.</summary>
    internal static string? Fault(EncoderConfig config)
    {
        if (config.OtherTexts(KindsKey) is { } named && named.Count != config.NumHiddenLayers)
            return $"{KindsKey} names {named.Count} layers, and num_hidden_layers is {config.NumHiddenLayers}";
        if (config.OtherNumber(EveryKey) is < 1) return $"{EveryKey} is below 1";
        if (Reach(config) < 1) return $"{WindowKey} is below 2, so that a position sees none but itself";
        foreach (string kind in Kinds(config))
        {
            if (kind is not (Global or Local)) return $"{KindsKey} names '{kind}'; known: {Global}, {Local}";
            if (Base(config, kind) is var theta && !(theta is > 1 and <= MostBase))
                return FormattableString.Invariant($"rope_theta is {theta}, and it is from above 1 to {MostBase}");
            if (Rope(config, kind) is { ValueKind: JsonValueKind.Object } own && own.TryGetProperty("rope_type", out JsonElement type)
                && (type.ValueKind != JsonValueKind.String || type.GetString() != "default"))
                return $"rope_type is {type.GetRawText()}; known: \"default\"";
        }
        return null;
    }

    private static bool Number(JsonNode? node, out int number)
    {
        number = 0;
        return node is JsonValue value && value.TryGetValue(out number) && number >= 0;
    }

    private static JsonElement? Rope(EncoderConfig config, string kind) =>
        config.Other is not null && config.Other.TryGetValue(RopeKey, out JsonElement all) && all.ValueKind == JsonValueKind.Object
            && all.TryGetProperty(kind, out JsonElement own)
            ? own
            : null;
}
