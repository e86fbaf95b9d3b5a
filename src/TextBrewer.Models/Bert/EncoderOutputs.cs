namespace TextBrewer.Models.Bert;

/// <summary>What an encoder computes and keeps beyond its last hidden state.</summary>
[Flags]
public enum EncoderOutputs
{
    None = 0,
    HiddenStates = 1,
    AttentionProbabilities = 2,
    AttentionScores = 4,
    QueryKeyValue = 8,
}
