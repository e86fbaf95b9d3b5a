using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Tests.Native;

public sealed class LaunchTests
{
    [Fact]
    public void Launcher_of_open_mpi_is_known_though_it_sets_pmix_too() => Assert.Equal(
        new Launch(MpiFamily.OpenMpi, Rank: 3, Size: 8, LocalRank: 1, LocalSize: 2),
        Detect(
            "OMPI_COMM_WORLD_SIZE=8",
            "OMPI_COMM_WORLD_RANK=3",
            "OMPI_COMM_WORLD_LOCAL_SIZE=2",
            "OMPI_COMM_WORLD_LOCAL_RANK=1",
            "PMIX_RANK=3",
            "SLURM_NTASKS=1"));

    [Fact]
    public void Hydra_is_known() => Assert.Equal(
        new Launch(MpiFamily.Mpich, Rank: 0, Size: 4, LocalRank: 0, LocalSize: 4),
        Detect("PMI_SIZE=4", "PMI_RANK=0", "MPI_LOCALNRANKS=4", "MPI_LOCALRANKID=0"));

    [Fact]
    public void Slurm_with_pmix_is_known_and_takes_any_library() => Assert.Equal(
        new Launch(Family: null, Rank: 9, Size: 12, LocalRank: 1, LocalSize: 4),
        Detect("PMIX_RANK=9", "SLURM_STEP_NUM_TASKS=12", "SLURM_STEP_TASKS_PER_NODE=4(x2),3,1", "SLURM_LOCALID=1"));

    [Theory]
    [InlineData()]
    [InlineData("OMPI_COMM_WORLD_SIZE=1", "OMPI_COMM_WORLD_RANK=0")] // one alone
    [InlineData("SLURM_NTASKS=4", "SLURM_PROCID=0")] // processes that know nothing of each other
    public void Process_on_its_own_has_no_launch(params string[] variables) => Assert.Null(Detect(variables));

    private static Launch? Detect(params string[] variables)
    {
        Dictionary<string, string> all = variables.Select(variable => variable.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return Launch.Detect(all.GetValueOrDefault);
    }
}
