namespace TextBrewer.Torch.Native;

/// <summary>The environment variables in which a launcher tells a process its place.</summary>
/// <param name="Family">The libraries whose launcher sets them; null: any.</param>
/// <param name="Size">How many processes there are.</param>
/// <param name="Rank">This process's number.</param>
/// <param name="LocalSize">How many of them run on this host.</param>
/// <param name="LocalRank">This process's number among those.</param>
internal sealed record LaunchVariables(MpiFamily? Family, string[] Size, string Rank, string[] LocalSize, string[] LocalRank)
{
    // Slurm's count stands as "4(x2),3": so many on each host.
    private static readonly string[] Slurm = ["SLURM_STEP_TASKS_PER_NODE", "SLURM_TASKS_PER_NODE", "SLURM_NTASKS_PER_NODE"];

    /// <summary>The launchers, in the order in which they are asked: Open MPI's sets PMIx's variables as well.</summary>
    internal static LaunchVariables[] All { get; } =
    [
        new(
            MpiFamily.OpenMpi,
            ["OMPI_COMM_WORLD_SIZE"],
            "OMPI_COMM_WORLD_RANK",
            ["OMPI_COMM_WORLD_LOCAL_SIZE"],
            ["OMPI_COMM_WORLD_LOCAL_RANK"]),
        // Hydra (MPICH, Intel MPI), MS-MPI, Cray, and Slurm's older interface.
        new(MpiFamily.Mpich, ["PMI_SIZE"], "PMI_RANK", ["MPI_LOCALNRANKS", .. Slurm], ["MPI_LOCALRANKID", "SLURM_LOCALID"]),
        // srun --mpi=pmix: whichever library was built for it.
        new(null, ["SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"], "PMIX_RANK", Slurm, ["SLURM_LOCALID"]),
    ];
}
