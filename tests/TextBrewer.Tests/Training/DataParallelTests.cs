using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>Golden runs whose batches are split among several processes, here threads: the same run as TextBrewer's on one.</summary>
public sealed class DataParallelTests
{
    private const double Tolerance = 1e-7;

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
            JsonElement[] expected = [.. runs[0].Expected.GetProperty("scalars").EnumerateArray()];
            foreach (GoldenRun run in runs)
            {
                Assert.Equal(expected.Length, run.Log.Scalars.Count);
                for (int i = 0; i < expected.Length; i++)
                    foreach (JsonProperty scalar in expected[i].EnumerateObject())
                        Agree.Assert(
                            scalar.Value.GetDouble(),
                            run.Log.Scalars[i][scalar.Name],
                            Tolerance,
                            $"{name} {scalar.Name} of micro-batch {i}");
                AssertWeights(name, Read($"runs/{name}/student.final.safetensors"), run.Student.Weights());
                if (run.Projections.Count > 0)
                    AssertWeights(name, Read($"runs/{name}/projections.final.safetensors"), run.Projections);
            }
            Assert.Equal(
                runs[0].Expected.GetProperty("checkpoints").EnumerateArray().Select(step => step.GetInt64()).Last(),
                long.Parse(Path.GetFileName(Checkpoint.Newest(folder.Path)!)[2..]));
        }
        finally
        {
            foreach (GoldenRun run in runs) run.Dispose();
        }
    }

    private static Dictionary<string, double[]> Read(string golden)
    {
        using var scope = NewDisposeScope();
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path(golden));
        return file.Entries.Keys.ToDictionary(key => key, key => Agree.Values(file.Read(key)));
    }

    private static void AssertWeights(string run, Dictionary<string, double[]> golden, Dictionary<string, double[]> actual)
    {
        Assert.Equal(golden.Keys.Order(), actual.Keys.Order());
        foreach ((string key, double[] expected) in golden) Agree.Assert(expected, actual[key], Tolerance, $"{run} {key}");
    }
}
