namespace TextBrewer.Text.Files;

/// <summary>The outputs of a model with a head, by the names that transformers and Optimum give them.</summary>
public static class ModelOutputs
{
    /// <summary>One output: a value for each label, for each label of each token, or for each choice.</summary>
    public static IReadOnlyList<string> Logits { get; } = ["logits"];

    /// <summary>Two outputs of an answering model: for each token how well the answer begins and ends there.</summary>
    public static IReadOnlyList<string> StartAndEnd { get; } = ["start_logits", "end_logits"];
}
