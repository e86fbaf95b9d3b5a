using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>Whole training runs against TextBrewer's: every scalar, every checkpoint, every final weight.</summary>
public sealed class RunGoldenTests
{
    /// <summary>Every run of the golden folder, in both precisions.</summary>
    public static TheoryData<string, ScalarType> Runs()
    {
        TheoryData<string, ScalarType> data = [];
        foreach (string name in Golden.Folders("runs"))
        {
            data.Add(name, ScalarType.Float64);
            data.Add(name, ScalarType.Float32);
        }
        return data;
    }

    [Theory, MemberData(nameof(Runs))]
    public void Run_of_golden_case_has_the_golden_scalars_checkpoints_and_weights(string name, ScalarType precision)
    {
        using TemporaryFolder folder = new();
        using GoldenRun run = new(name, precision);

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
                    Tolerance(precision),
                    $"{name} {scalar.Name} of micro-batch {i}");
        }
        Assert.Equal(run.Expected.GetProperty("checkpoints").EnumerateArray().Select(e => e.GetInt64()), run.Log.Saved);
        AssertWeights($"runs/{name}/student.final.safetensors", run.Student.Weights(), precision);
        if (run.Projections.Count > 0) AssertWeights($"runs/{name}/projections.final.safetensors", run.Projections, precision);
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
        AssertSameBits(uninterrupted.Student.Weights(), second.Student.Weights());
        AssertSameBits(uninterrupted.Projections, second.Projections);
        Assert.Equal(uninterrupted.Log.Scalars[^1], second.Log.Scalars[^1]);
    }

    private static double Tolerance(ScalarType precision) => precision == ScalarType.Float64 ? 1e-7 : 1e-5;

    private static void AssertWeights(string golden, Dictionary<string, double[]> actual, ScalarType precision)
    {
        using var scope = NewDisposeScope();
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path(golden));
        Assert.Equal(file.Entries.Keys.Order(), actual.Keys.Order());
        foreach (string key in file.Entries.Keys)
        {
            // Its true gradient is 0, and Adam turns float32's noise into steps.
            if (precision == ScalarType.Float32 && key.EndsWith(".attention.self.key.bias", StringComparison.Ordinal)) continue;
            Agree.Assert(Agree.Values(file.Read(key)), actual[key], Tolerance(precision), $"{golden} {key}");
        }
    }

    private static void AssertSameBits(Dictionary<string, double[]> expected, Dictionary<string, double[]> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach ((string key, double[] values) in expected) Assert.True(values.AsSpan().SequenceEqual(actual[key]), key);
    }
}
