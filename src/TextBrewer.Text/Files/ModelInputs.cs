namespace TextBrewer.Text.Files;

/// <summary>The inputs of a model over tokens, by the names that transformers and Optimum give them.</summary>
public static class ModelInputs
{
    /// <summary>Token ids.</summary>
    public const string Ids = "input_ids";

    /// <summary>1 at real tokens, 0 at padding.</summary>
    public const string Mask = "attention_mask";

    /// <summary>Token types: 0 for the first text, 1 for the second.</summary>
    public const string Types = "token_type_ids";

    /// <summary>All three, in this order.</summary>
    public static IReadOnlyList<string> All { get; } = [Ids, Mask, Types];
}
