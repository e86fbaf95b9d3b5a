using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>Whole training runs against TextBrewer's: every scalar, every checkpoint, every final weight, in float64.</summary>
public sealed class RunGoldenTests
{
    private const double Tolerance = 1e-7;

    /// <summary>Every run of the golden folder.</summary>
    public static TheoryData<string> Runs() =>
        [.. Directory.EnumerateDirectories(Golden.Path("runs")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Runs))]
    public void Run_of_golden_case_has_the_golden_scalars_checkpoints_and_weights(string name)
    {
        using TemporaryFolder folder = new();
        using GoldenRun run = new(name);

        TrainingResult result = run.Train(folder.Path);

        Assert.Equal(TrainingStatus.Completed, result.Status);
        JsonElement[] expected = [.. run.Expected.GetProperty("scalars").EnumerateArray()];
        Assert.Equal(expected.Length, run.Log.Scalars.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].EnumerateObject().Select(p => p.Name).Order(), run.Log.Scalars[i].Keys.Order());
            foreach (JsonProperty scalar in expected[i].EnumerateObject())
                Agree.Assert(
                    scalar.Value.GetDouble(),
                    run.Log.Scalars[i][scalar.Name],
                    Tolerance,
                    $"{name} {scalar.Name} of micro-batch {i}");
        }
        Assert.Equal(run.Expected.GetProperty("checkpoints").EnumerateArray().Select(e => e.GetInt64()), run.Log.Saved);
        AssertWeights($"runs/{name}/student.final.safetensors", run.Student.Weights());
        if (run.Projections.Count > 0) AssertWeights($"runs/{name}/projections.final.safetensors", run.Projections);
    }

    [Theory]
    [InlineData("basic-accumulate", 2)]
    [InlineData("basic-cached", 7)]
    [InlineData("basic-steps", 5)]
    [InlineData("general-hidden", 3)]
    [InlineData("multitask", 5)]
    [InlineData("multiteacher", 4)]
    public void Run_stopped_and_resumed_ends_with_the_same_bits(string name, int stopAfter)
    {
        using TemporaryFolder whole = new();
        using TemporaryFolder parts = new();
        using GoldenRun uninterrupted = new(name);
        uninterrupted.Train(whole.Path);

        using CancellationTokenSource stop = new();
        using (GoldenRun first = new(name) { Log = new ScalarLog { StopAfter = (stopAfter, stop) } })
        {
            TrainingResult stopped = first.Train(parts.Path, stop.Token);
            Assert.Equal((TrainingStatus.Stopped, stopAfter), (stopped.Status, (int)stopped.Steps));
        }
        using GoldenRun second = new(name) { ResumeFrom = Checkpoint.Newest(parts.Path) };
        TrainingResult resumed = second.Train(parts.Path);

        Assert.Equal(TrainingStatus.Completed, resumed.Status);
        Dictionary<string, double[]> expected = uninterrupted.Student.Weights();
        foreach ((string key, double[] values) in second.Student.Weights()) Assert.True(expected[key].SequenceEqual(values), key);
        Assert.Equal(uninterrupted.Log.Scalars[^1], second.Log.Scalars[^1]);
    }

    private static void AssertWeights(string golden, Dictionary<string, double[]> actual)
    {
        using var scope = NewDisposeScope();
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path(golden));
        Assert.Equal(file.Entries.Keys.Order(), actual.Keys.Order());
        foreach (string key in file.Entries.Keys)
            Agree.Assert(Agree.Values(file.Read(key)), actual[key], Tolerance, $"{golden} {key}");
    }
}
