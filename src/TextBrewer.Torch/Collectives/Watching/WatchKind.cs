namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>What a message of the watch says.</summary>
internal enum WatchKind : byte
{
    /// <summary>The sender lives, and does what the message says.</summary>
    Alive,

    /// <summary>The sender has come to its end and waits for the others.</summary>
    Left,

    /// <summary>The sender cannot go on; the text says why.</summary>
    Failed,

    /// <summary>From process 0: all have come to their end.</summary>
    AllLeft,

    /// <summary>From process 0: the run ends, and it has said why.</summary>
    Ending,
}
