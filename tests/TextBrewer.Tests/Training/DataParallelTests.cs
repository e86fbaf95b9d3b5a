using TextBrewer.Testing;
using TextBrewer.Training;

namespace TextBrewer.Tests.Training;

/// <summary>Golden runs whose batches are split among several processes, here threads: the same run as TextBrewer's on one.</summary>
public sealed class DataParallelTests
{
    public static TheoryData<string, int> Runs()
    {
        TheoryData<string, int> data = [];
        foreach (string name in Golden.Folders("runs"))
            foreach (int processes in (int[])[2, 3, 4]) data.Add(name, processes);
        return data;
    }

    [Theory, MemberData(nameof(Runs))]
    public void Golden_run_split_among_processes_has_the_golden_scalars_and_weights(string name, int processes)
    {
        using TemporaryFolder folder = new();
        GoldenRun[] runs = ThreadCollective.Run(processes, collective =>
        {
            GoldenRun run = new(name) { Collective = collective };
            TrainingResult result = run.Train(folder.Path);
            Assert.Equal(TrainingStatus.Completed, result.Status);
            return run;
        });
        try
        {
            foreach (GoldenRun run in runs) GoldenComparison.Assert(run);
            GoldenComparison.AssertNorms(runs[0]);
            GoldenComparison.AssertCheckpoint(runs[0], folder.Path);
        }
        finally
        {
            foreach (GoldenRun run in runs) run.Dispose();
        }
    }
}
