using System.Text.Json;
using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.Architectures;

/// <summary>Whether a model can be built as a configuration describes it.</summary>
internal static class ConfigCheck
{
    /// <summary>What is wrong, without a full stop; null: nothing.</summary>
    internal static string? Fault(EncoderConfig config)
    {
        if (Architecture.Find(config.ModelType) is not { } architecture)
            return $"model_type is '{config.ModelType}'; known: {string.Join(", ", Architecture.Names)}";
        return Sizes(config, architecture) ?? Kind(config);
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
            config.TypeVocabSize,
            config.EmbeddingSize,
        ];
        if (sizes.Any(size => size < 1)) return "a size is below 1";
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
