using System.Globalization;
using System.Text.Json;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Models.Bert;
using TextBrewer.Models.Heads;
using TextBrewer.Schedules;
using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>Whole training runs against TextBrewer's: every scalar, every checkpoint, every final weight, in float64.</summary>
public sealed class RunGoldenTests
{
    private const double Tolerance = 1e-7;

    [Theory]
    [InlineData("trainer")]
    [InlineData("basic-ce")]
    [InlineData("basic-accumulate")]
    [InlineData("basic-steps")]
    [InlineData("basic-weights-scheduled")]
    [InlineData("general-hidden")]
    public void Run_of_golden_case_has_the_golden_scalars_checkpoints_and_weights(string name)
    {
        JsonElement run = Golden.Json($"runs/{name}/run.json");
        using TemporaryFolder folder = new();
        using SequenceClassifier student = Classifier($"runs/{name}/student.config.json", $"runs/{name}/student.initial.safetensors");
        ScalarLog log = new();

        TrainingResult result = GoldenRun.Train(name, run, folder.Path, student, log, out Dictionary<string, double[]> projections);

        Assert.Equal(TrainingStatus.Completed, result.Status);
        JsonElement[] expected = [.. run.GetProperty("scalars").EnumerateArray()];
        Assert.Equal(expected.Length, log.Scalars.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].EnumerateObject().Select(p => p.Name).Order(), log.Scalars[i].Keys.Order());
            foreach (JsonProperty scalar in expected[i].EnumerateObject())
                Agree.Assert(scalar.Value.GetDouble(), log.Scalars[i][scalar.Name], Tolerance, $"{name} {scalar.Name} of micro-batch {i}");
        }
        Assert.Equal(run.GetProperty("checkpoints").EnumerateArray().Select(e => e.GetInt64()), log.Saved);
        using var scope = NewDisposeScope();
        AssertWeights($"runs/{name}/student.final.safetensors", student.state_dict().ToDictionary(p => p.Key, p => Agree.Values(p.Value)));
        if (projections.Count > 0) AssertWeights($"runs/{name}/projections.final.safetensors", projections);
    }

    [Theory]
    [InlineData("basic-accumulate", 2)]
    [InlineData("general-hidden", 3)]
    [InlineData("basic-steps", 5)]
    public void Run_stopped_and_resumed_ends_with_the_same_bits(string name, int stopAfter)
    {
        JsonElement run = Golden.Json($"runs/{name}/run.json");
        using TemporaryFolder whole = new();
        using TemporaryFolder parts = new();
        using SequenceClassifier uninterrupted = Classifier($"runs/{name}/student.config.json", $"runs/{name}/student.initial.safetensors");
        using SequenceClassifier first = Classifier($"runs/{name}/student.config.json", $"runs/{name}/student.initial.safetensors");
        using SequenceClassifier second = Classifier($"runs/{name}/student.config.json", $"runs/{name}/student.initial.safetensors");

        GoldenRun.Train(name, run, whole.Path, uninterrupted, new ScalarLog(), out _);
        using CancellationTokenSource stop = new();
        TrainingResult stopped = GoldenRun.Train(name, run, parts.Path, first, new ScalarLog { StopAfter = (stopAfter, stop) }, out _, cancellationToken: stop.Token);
        Assert.Equal((TrainingStatus.Stopped, stopAfter), (stopped.Status, (int)stopped.Steps));
        TrainingResult resumed = GoldenRun.Train(name, run, parts.Path, second, new ScalarLog(), out _, resumeFrom: Checkpoint.Newest(parts.Path));

        Assert.Equal(TrainingStatus.Completed, resumed.Status);
        Dictionary<string, Tensor> expected = uninterrupted.state_dict();
        foreach ((string key, Tensor value) in second.state_dict())
            Assert.True(Agree.Values(expected[key]).SequenceEqual(Agree.Values(value)), key);
    }

    internal static SequenceClassifier Classifier(string config, string weights)
    {
        SequenceClassifier model = new(BertConfig.FromFile(Golden.Path(config)));
        model.to(ScalarType.Float64);
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path(weights));
        StateDict.Load(model, file).ThrowIfIncomplete(weights);
        return model;
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
