namespace TextBrewer.Models.Architectures;

/// <summary>What of an encoder's output stands for a whole sequence.</summary>
internal enum SequenceSource
{
    /// <summary>The pooled state.</summary>
    Pooler,

    /// <summary>The last hidden state of the first position.</summary>
    First,

    /// <summary>The mean of the last hidden state over the real positions.</summary>
    Mean,
}
