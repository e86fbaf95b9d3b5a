namespace TextBrewer.Models.Encoders;

/// <summary>What the channels inside of a layer are.</summary>
internal enum ChannelKind
{
    /// <summary>Of queries and of keys, head by head: one counts by its product with the other.</summary>
    Queries,

    /// <summary>Of values, head by head.</summary>
    Values,

    /// <summary>Of the feed-forward network.</summary>
    FeedForward,
}
