using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>A golden run that several processes carried out, against what one process of TextBrewer's recorded.</summary>
internal static class GoldenComparison
{
    private const double Tolerance = 1e-7;

    /// <summary>Every loss and every final weight is the recorded one.</summary>
    internal static void Assert(GoldenRun run)
    {
        JsonElement[] expected = [.. run.Expected.GetProperty("scalars").EnumerateArray()];
        Xunit.Assert.Equal(expected.Length, run.Log.Scalars.Count);
        for (int i = 0; i < expected.Length; i++)
            foreach (JsonProperty scalar in expected[i].EnumerateObject())
                Agree.Assert(
                    scalar.Value.GetDouble(),
                    run.Log.Scalars[i][scalar.Name],
                    Tolerance,
                    $"{run.Name} {scalar.Name} of micro-batch {i}");
        AssertWeights(run.Name, Read($"runs/{run.Name}/student.final.safetensors"), run.Student.Weights());
        if (run.Projections.Count > 0)
            AssertWeights(run.Name, Read($"runs/{run.Name}/projections.final.safetensors"), run.Projections);
    }

    /// <summary>The newest checkpoint is that of the recorded run's last.</summary>
    internal static void AssertCheckpoint(GoldenRun run, string folder) => Xunit.Assert.Equal(
        run.Expected.GetProperty("checkpoints").EnumerateArray().Select(step => step.GetInt64()).Last(),
        Checkpoint.StepOf(Checkpoint.Newest(folder)!));

    /// <summary>The norms of the gradients, which were not recorded, are those of one process of ours.</summary>
    internal static void AssertNorms(GoldenRun run)
    {
        using TemporaryFolder folder = new();
        using GoldenRun alone = new(run.Name);
        alone.Train(folder.Path);
        Agree.Assert([.. alone.Log.Norms], [.. run.Log.Norms], Tolerance, $"{run.Name} norms");
    }

    private static Dictionary<string, double[]> Read(string golden)
    {
        using var scope = NewDisposeScope();
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path(golden));
        return file.Entries.Keys.ToDictionary(key => key, key => Agree.Values(file.Read(key)));
    }

    private static void AssertWeights(string run, Dictionary<string, double[]> golden, Dictionary<string, double[]> actual)
    {
        Xunit.Assert.Equal(golden.Keys.Order(), actual.Keys.Order());
        foreach ((string key, double[] expected) in golden) Agree.Assert(expected, actual[key], Tolerance, $"{run} {key}");
    }
}
