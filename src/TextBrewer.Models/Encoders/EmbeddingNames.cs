namespace TextBrewer.Models.Encoders;

/// <summary>How checkpoints call an encoder's embeddings, and what its configuration says of them.</summary>
/// <param name="Word">The table of words.</param>
/// <param name="Norm">The layer norm.</param>
internal sealed record EmbeddingNames(string Word, string Norm)
{
    /// <summary>BERT's names, which most architectures took over.</summary>
    internal static EmbeddingNames Bert { get; } = new("word_embeddings", "LayerNorm");

    /// <summary>Whether the layer norm has a bias.</summary>
    internal Func<EncoderConfig, bool> HasNormBias { get; init; } = _ => true;

    /// <summary>The dropout behind it.</summary>
    internal Func<EncoderConfig, double> Dropout { get; init; } = config => config.HiddenDropoutProb;

    /// <summary>The name of the table's tensor, in an encoder.</summary>
    internal string Table => $"embeddings.{Word}.weight";
}
