namespace TextBrewer.Torch.Native;

/// <summary>How the threads of a computation wait for each other.</summary>
internal enum ThreadWaiting
{
    /// <summary>As the user's OpenMP variables say.</summary>
    AsSet,

    /// <summary>Asleep, always.</summary>
    Asleep,

    /// <summary>Awake while the machine is theirs, asleep while other programs need its processors.</summary>
    Watched,
}
