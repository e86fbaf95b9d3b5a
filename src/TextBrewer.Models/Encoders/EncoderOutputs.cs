namespace TextBrewer.Models.Encoders;

/// <summary>What an encoder computes and keeps beyond its last hidden state.</summary>
[Flags]
public enum EncoderOutputs
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>The embedding output and the output of each layer.</summary>
    HiddenStates = 1,

    /// <summary>Attention after the softmax.</summary>
    AttentionProbabilities = 2,

    /// <summary>Attention before the softmax.</summary>
    AttentionScores = 4,

    /// <summary>Queries, keys and values.</summary>
    QueryKeyValue = 8,
}
