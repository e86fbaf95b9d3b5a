using System.Globalization;
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
    public static TheoryData<string> Names() => [.. Golden.Folders("runs")];

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
        Dictionary<string, double[]> weights = run.Student.Weights(), golden = Read($"runs/{name}/student.final.safetensors");
        if (precision == ScalarType.Float32)
        {
            // What float32 cannot settle is taken from the golden file: which they are is asserted below.
            foreach ((string weight, int element) in RoundingNoise.Of(name, Tolerance(precision)))
                weights[weight][element] = golden[weight][element];
        }
        AssertWeights(name, golden, weights, precision);
        if (run.Projections.Count > 0)
            AssertWeights(name, Read($"runs/{name}/projections.final.safetensors"), run.Projections, precision);
    }

    [Theory, MemberData(nameof(Names))]
    public void Weights_that_float32_cannot_settle_are_few_and_named(string name)
    {
        string[] expected = name switch
        {
            "basic-cached" => [
                "bert.encoder.layer.1.attention.self.query.weight[94]",
                "bert.encoder.layer.1.attention.self.query.weight[140]",
                "bert.encoder.layer.1.output.dense.weight[191]"],
            "basic-ce" => ["bert.encoder.layer.1.attention.self.key.weight[239]"],
            "basic-mse-flsw-schedules" => ["bert.encoder.layer.1.attention.output.dense.weight[146]"],
            "general-mmd-attention" => [
                "bert.encoder.layer.0.attention.output.dense.weight[222]",
                "bert.encoder.layer.0.output.dense.weight[162]",
                "bert.encoder.layer.1.output.dense.weight[303]"],
            "multiteacher-shift" => [
                "bert.encoder.layer.0.attention.self.query.weight[18]",
                "bert.pooler.dense.weight[135]"],
            _ => [],
        };
        IEnumerable<string> found = RoundingNoise.Of(name, Tolerance(ScalarType.Float32))
            .Where(noise => !IsKeyBias(noise.Weight))
            .Select(noise => string.Create(CultureInfo.InvariantCulture, $"{noise.Weight}[{noise.Element}]"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
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

    // Its true gradient is 0: the golden README leaves it out of float32 runs.
    private static bool IsKeyBias(string weight) => weight.EndsWith(".attention.self.key.bias", StringComparison.Ordinal);

    private static Dictionary<string, double[]> Read(string golden)
    {
        using var scope = NewDisposeScope();
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path(golden));
        return file.Entries.Keys.ToDictionary(key => key, key => Agree.Values(file.Read(key)));
    }

    private static void AssertWeights(
        string run,
        Dictionary<string, double[]> golden,
        Dictionary<string, double[]> actual,
        ScalarType precision)
    {
        Assert.Equal(golden.Keys.Order(), actual.Keys.Order());
        foreach ((string key, double[] expected) in golden)
        {
            if (precision == ScalarType.Float32 && IsKeyBias(key)) continue;
            Agree.Assert(expected, actual[key], Tolerance(precision), $"{run} {key}");
        }
    }

    private static void AssertSameBits(Dictionary<string, double[]> expected, Dictionary<string, double[]> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach ((string key, double[] values) in expected) Assert.True(values.AsSpan().SequenceEqual(actual[key]), key);
    }
}
