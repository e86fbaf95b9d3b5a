using TextBrewer.Testing;
using TextBrewer.Torch.Collectives.Mpi;
using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Tests.Collectives;

/// <summary>Processes that MPI connects, under both families of its libraries.</summary>
public sealed class MpiTests
{
    private const string OpenMpi = MpiRun.OpenMpi, Mpich = MpiRun.Mpich;

    // A start of several processes on busy cores.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(100);

    public static TheoryData<string, int, int> Runs { get; } = new(
        from launcher in new[] { OpenMpi, Mpich }
        from run in new[] { (1, 1_000_000), (2, 1_000_000), (3, 9999), (4, 40_003) }
        select (launcher, run.Item1, run.Item2));

    public static TheoryData<string, int, int> Deaths { get; } = new(
        from launcher in new[] { OpenMpi, Mpich }
        from death in new[] { (2, 0), (2, 1), (3, 0), (3, 1), (3, 2) }
        select (launcher, death.Item1, death.Item2));

    [Theory]
    [MemberData(nameof(Runs))]
    public void Processes_keep_the_promises_and_end_without_a_word(string launcher, int size, int segment)
    {
        MpiRun.SkipWithout(launcher);
        using MpiRun run = MpiProcess.Start(launcher, size, MpiProcess.Promises, (MpiProcess.Segment, $"{segment}"));
        Assert.Equal(0, run.Wait(Most));
        for (int rank = 0; rank < size; rank++)
        {
            Assert.Equal("", Text(run, $"error{rank}"));
            Assert.Equal($"{rank} of {size}", Text(run, $"done{rank}"));
        }
        Assert.Equal("", run.Error);
        Assert.Empty(run.Reports);
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public void Death_of_a_process_ends_the_run_with_one_sentence(string launcher, int size, int rank)
    {
        MpiRun.SkipWithout(launcher);
        using MpiRun run = MpiProcess.Start(launcher, size, MpiProcess.Steps);
        run.WaitFor("pid", size, Most);
        Thread.Sleep(300);
        run.Signal(rank, "KILL");
        Assert.NotEqual(0, run.Wait(Most) ?? 0);
        // MPICH's launcher kills the others the moment that it sees a death, with a message of its own, and may be the first.
        if (launcher == Mpich && run.Reports.Length == 0) return;
        // So may be the death that a process hears of: of one that the launcher has killed.
        string dead = launcher == Mpich ? "[0-9]+" : $"{rank}";
        Assert.Matches($"^Process {dead} on {Environment.MachineName} died in step [0-9]+: the run ends.$", Assert.Single(run.Reports));
    }

    [Theory]
    [InlineData(OpenMpi, 2, 0)]
    [InlineData(OpenMpi, 3, 1)]
    [InlineData(Mpich, 2, 0)]
    [InlineData(Mpich, 3, 1)]
    public void Stop_of_a_process_ends_the_run_with_one_sentence(string launcher, int size, int rank)
    {
        MpiRun.SkipWithout(launcher);
        using MpiRun run = MpiProcess.Start(launcher, size, MpiProcess.Steps);
        run.WaitFor("pid", size, Most);
        run.Signal(rank, "STOP");
        Assert.NotEqual(0, run.Wait(Most) ?? 0);
        Assert.Matches(
            $"^Process {rank} on {Environment.MachineName} gives no sign of life for 4 s, in step [0-9]+: the run ends.$",
            Assert.Single(run.Reports));
    }

    [Theory]
    [InlineData(OpenMpi, MpiProcess.Hang, "keeps the others waiting for 4 s in step 40: the run ends")]
    [InlineData(Mpich, MpiProcess.Hang, "keeps the others waiting for 4 s in step 40: the run ends")]
    [InlineData(OpenMpi, MpiProcess.Leave, "left the run in step 0 while others went on: the run ends.")]
    [InlineData(Mpich, MpiProcess.Leave, "left the run in step 0 while others went on: the run ends.")]
    [InlineData(OpenMpi, MpiProcess.Fail, "cannot go on in step 0: there is no room on its disk.")]
    [InlineData(Mpich, MpiProcess.Fail, "cannot go on in step 0: there is no room on its disk.")]
    public void Process_that_does_not_go_on_ends_the_run_with_one_sentence(string launcher, string task, string expected)
    {
        MpiRun.SkipWithout(launcher);
        using MpiRun run = MpiProcess.Start(launcher, 3, task);
        Assert.NotEqual(0, run.Wait(Most) ?? 0);
        Assert.StartsWith($"Process 2 on {Environment.MachineName} {expected}", Assert.Single(run.Reports), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OpenMpi)]
    [InlineData(Mpich)]
    public void Long_work_that_was_announced_is_waited_for(string launcher)
    {
        MpiRun.SkipWithout(launcher);
        using MpiRun run = MpiProcess.Start(launcher, 3, MpiProcess.Work);
        Assert.Equal(0, run.Wait(Most));
        Assert.Empty(run.Reports);
        Assert.True(File.Exists(run["done2"]));
    }

    [Fact]
    public void Library_of_another_launcher_is_refused()
    {
        MpiRun.SkipWithout(OpenMpi);
        MpiRun.SkipWithout(Mpich);
        using MpiRun run = MpiProcess.Start(Mpich, 2, MpiProcess.Promises, (MpiLibrary.Variable, "libmpi.so.40"));
        _ = run.Wait(Most);
        Assert.Contains("The launcher started 2 processes, but libmpi.so.40 (Open MPI v", Text(run, "error0"), StringComparison.Ordinal);
        Assert.Contains(") sees 1: it belongs to another launcher. Name the file", Text(run, "error1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libc.so.6")]
    [InlineData("/nowhere/libmpi.so")]
    public void File_that_is_no_mpi_library_is_refused_by_name(string file)
    {
        Launch launch = new(MpiFamily.OpenMpi, Rank: 0, Size: 2, LocalRank: 0, LocalSize: 2);
        DllNotFoundException error = Assert.Throws<DllNotFoundException>(() => MpiLibrary.Load(launch, file));
        Assert.Equal($"TEXTBREWER_MPI_LIBRARY is '{file}', which is no MPI library that can be loaded.", error.Message);
    }

    private static string Text(MpiRun run, string name) => File.Exists(run[name]) ? File.ReadAllText(run[name]) : "";
}
