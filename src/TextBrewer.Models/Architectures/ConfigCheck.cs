using System.Globalization;
using System.Text.Json;
using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.Architectures;

/// <summary>Whether a model can be built as a configuration describes it.</summary>
internal static class ConfigCheck
{
    /// <summary>Layers that share their weights are bounded by no file of weights.</summary>
    private const int MostLayers = 10_000;

    /// <summary>What is wrong, without a full stop; null: nothing.</summary>
    internal static string? Fault(EncoderConfig config)
    {
        if (Architecture.Find(config.ModelType) is not { } architecture)
            return $"model_type is '{config.ModelType}'; known: {string.Join(", ", Architecture.Names)}";
        return Sizes(config, architecture) ?? Rates(config) ?? Labels(config) ?? Kind(config) ?? architecture.Fault(config);
    }

    private static string? Sizes(EncoderConfig config, Architecture architecture)
    {
        (int width, int heads, int? padding) = (config.HiddenSize, config.NumAttentionHeads, config.PadTokenId);
        int?[] sizes =
        [
            config.VocabSize,
            width,
            config.NumHiddenLayers,
            heads,
            config.IntermediateSize,
            config.MaxPositionEmbeddings,
            config.EmbeddingSize,
        ];
        int fewestTypes = architecture.Inputs == ModelInputs.IdsMaskAndTypes ? 1 : 0;
        if (sizes.Any(size => size < 1) || config.TypeVocabSize < fewestTypes) return "a size is below 1";
        if (config.NumHiddenLayers > MostLayers) return $"num_hidden_layers is {config.NumHiddenLayers}, and {MostLayers} are the most";
        if (config.EmbeddingSize is { } narrow && narrow != width && !architecture.ProjectsEmbeddings)
            return $"embedding_size is {narrow}, which a {config.ModelType} does not have: "
                + $"its embeddings are as wide as hidden_size, {width}";
        if (architecture.Positions.Longest(config) < 1)
            return $"max_position_embeddings {config.MaxPositionEmbeddings} leaves no position behind the padding's, {padding}";
        if (width % heads != 0) return $"hidden_size {width} is not a multiple of num_attention_heads {heads}";
        return padding is < 0 || padding >= config.VocabSize
            ? $"pad_token_id {padding} is outside the vocabulary of {config.VocabSize}"
            : null;
    }

    // Written so that NaN is refused as well.
    private static string? Rates(EncoderConfig config)
    {
        (string Key, double Value)[] dropouts =
        [
            ("hidden_dropout_prob", config.HiddenDropoutProb),
            ("attention_probs_dropout_prob", config.AttentionProbsDropoutProb),
            ("classifier_dropout", config.ClassifierDropout ?? 0),
            ("qa_dropout", config.OtherNumber("qa_dropout") ?? 0),
            ("embedding_dropout", config.OtherNumber("embedding_dropout") ?? 0),
            ("pooler_dropout", config.OtherNumber("pooler_dropout") ?? 0),
        ];
        if (dropouts.FirstOrDefault(dropout => !(dropout.Value is >= 0 and < 1)) is ({ } key, double rate))
            return FormattableString.Invariant($"{key} is {rate}, and a dropout is from 0 to below 1");
        if (!(config.LayerNormEps is > 0 and <= 1))
            return FormattableString.Invariant($"layer_norm_eps is {config.LayerNormEps}, and it is a small number above 0");
        return config.InitializerRange is >= 0 and <= 100
            ? null
            : FormattableString.Invariant($"initializer_range is {config.InitializerRange}, and a deviation is 0 or more, and small");
    }

    /// <summary>Names by the numbers from 0, each there, none twice.</summary>
    private static string? Labels(EncoderConfig config)
    {
        if (config.IdToLabel is not { } labels) return null;
        for (int i = 0; i < labels.Count; i++)
            if (labels.GetValueOrDefault(i.ToString(CultureInfo.InvariantCulture)) is null)
                return $"id2label has {labels.Count} labels, and none with the number {i}: they are counted from 0, without a hole";
        return labels.Values.GroupBy(label => label, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? $"id2label names '{twice.Key}' twice; each label needs a name of its own"
            : null;
    }

    private static string? Kind(EncoderConfig config)
    {
        if (config.ProblemType is not (null or "single_label_classification" or "multi_label_classification" or "regression"))
            return $"problem_type is '{config.ProblemType}'; known: multi_label_classification, regression, single_label_classification";
        // Both load without complaint and compute something else.
        if (Is("position_embedding_type", v => v.ValueKind == JsonValueKind.String && v.GetString() != "absolute"))
            return "position_embedding_type is not 'absolute'";
        if (Is("is_decoder", v => v.ValueKind == JsonValueKind.True)) return "is_decoder is true";
        return Activation.IsKnown(config.HiddenAct)
            ? null
            : $"hidden_act is '{config.HiddenAct}'; known: {string.Join(", ", Activation.Names)}";

        bool Is(string key, Func<JsonElement, bool> condition) =>
            config.Other is not null && config.Other.TryGetValue(key, out JsonElement value) && condition(value);
    }
}
