namespace TextBrewer.Adaptors;

/// <summary>What a dimension of a signal counts.</summary>
public enum Axis
{
    /// <summary>
    /// The examples of a batch; an example that is several sequences, such as a question with its choices, has as many rows.
    /// </summary>
    Batch,

    /// <summary>The positions of a sequence, padding included.</summary>
    Length,

    /// <summary>The heads of attention.</summary>
    Heads,

    /// <summary>The numbers of a position: the width of a layer.</summary>
    Width,

    /// <summary>The classes that logits are over.</summary>
    Classes,
}
