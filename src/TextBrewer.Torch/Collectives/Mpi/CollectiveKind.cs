namespace TextBrewer.Torch.Collectives.Mpi;

/// <summary>What processes do together.</summary>
internal enum CollectiveKind
{
    AllReduce,
    Broadcast,
    AllGather,
    Gather,
    Barrier,
}
