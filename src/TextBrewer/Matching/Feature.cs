namespace TextBrewer.Matching;

/// <summary>The kinds of intermediate features that a match can compare.</summary>
public enum Feature
{
    Hidden,
    Attention,
    AttentionScores,
    Query,
    Key,
    Value,
}
