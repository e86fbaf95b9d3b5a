namespace TextBrewer.Torch.Collectives;

/// <summary>What becomes of the values that the processes bring.</summary>
public enum ReduceOperation
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The smallest of them.</summary>
    Min,

    /// <summary>The largest of them.</summary>
    Max,
}
