namespace TextBrewer.Models.Encoders;

/// <summary>What stands between an encoder's embeddings and its last hidden state, and how checkpoints name it.</summary>
/// <param name="Prefix">How the names of its tensors begin, in an encoder.</param>
internal abstract record EncoderBody(string Prefix)
{
    /// <summary>About how many parameters one layer has.</summary>
    internal abstract double LayerParameters(EncoderConfig config);
}
