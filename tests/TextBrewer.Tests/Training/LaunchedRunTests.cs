using System.Globalization;
using TextBrewer.Testing;
using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Native;
using TextBrewer.Training;

namespace TextBrewer.Tests.Training;

/// <summary>The golden runs by processes that a launcher of MPI really starts.</summary>
public sealed class LaunchedRunTests
{
    // All runs, on cores that others need as well.
    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(5);

    // One process loads no MPI, whoever starts it.
    public static TheoryData<string, int> Launches() => new()
    {
        { MpiRun.OpenMpi, 1 },
        { MpiRun.OpenMpi, 2 },
        { MpiRun.OpenMpi, 3 },
        { MpiRun.OpenMpi, 4 },
        { MpiRun.Mpich, 2 },
        { MpiRun.Mpich, 3 },
        { MpiRun.Mpich, 4 },
    };

    [Theory, MemberData(nameof(Launches))]
    public void Golden_runs_by_processes_of_a_launcher_have_the_golden_scalars_and_weights(string launcher, int size)
    {
        MpiRun.SkipWithout(launcher);
        using MpiRun launched = new(launcher, size, typeof(LaunchedRunTests).Assembly, $"*.{nameof(Process_of_the_golden_runs)}");
        int? code = launched.Wait(s_most);
        for (int rank = 0; rank < size; rank++)
        {
            string said = launched[Name(rank)];
            string end = code is null ? "they have not ended" : $"they ended with {code}: {launched.Written}";
            Assert.True(File.Exists(said), $"Process {rank} said nothing, {end}");
            Assert.Equal($"{size} processes, {Golden.Folders("runs").Count} runs", File.ReadAllText(said));
        }
        Assert.Equal(0, code);
    }

    [Fact(Explicit = true)]
    public void Process_of_the_golden_runs()
    {
        string folder = Environment.GetEnvironmentVariable(MpiRun.Folder)!, said;
        int rank = Launch.Detect()?.Rank ?? 0;
        List<GoldenRun> runs = [];
        try
        {
            using ICollective collective = Collective.Start(new CollectiveOptions());
            // All are carried out before any is looked at: the others would wait for a process that has found a difference.
            foreach (string name in Golden.Folders("runs"))
            {
                runs.Add(new GoldenRun(name) { Collective = collective });
                Assert.Equal(TrainingStatus.Completed, runs[^1].Train(Path.Combine(folder, name)).Status);
            }
            foreach (GoldenRun run in runs) GoldenComparison.Assert(run);
            if (rank == 0)
            {
                GoldenComparison.AssertNorms(runs.Single(run => run.Name == "multitask"));
                foreach (GoldenRun run in runs) GoldenComparison.AssertCheckpoint(run, Path.Combine(folder, run.Name));
            }
            said = string.Create(CultureInfo.InvariantCulture, $"{collective.Size} processes, {runs.Count} runs");
        }
        catch (Exception difference)
        {
            said = difference.ToString();
        }
        finally
        {
            foreach (GoldenRun run in runs) run.Dispose();
        }
        File.WriteAllText(Path.Combine(folder, Name(rank)), said);
    }

    private static string Name(int rank) => string.Create(CultureInfo.InvariantCulture, $"said{rank}");
}
