using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;

namespace TextBrewer.Outside.Tests;

/// <summary>What a checkpoint holds, by name.</summary>
internal static class SavedWeights
{
    internal static IReadOnlyDictionary<string, double[]> Model(string outputDir, long step) => Read(outputDir, step, "model.safetensors");

    internal static IReadOnlyDictionary<string, double[]> Projections(string outputDir, long step) =>
        Read(outputDir, step, "projections.safetensors");

    /// <summary>Asserts that two checkpoints hold the same.</summary>
    internal static void Agree(
        IReadOnlyDictionary<string, double[]> expected,
        IReadOnlyDictionary<string, double[]> actual,
        double tolerance)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, double[] values) in expected) Testing.Agree.Assert(values, actual[name], tolerance, name);
    }

    private static Dictionary<string, double[]> Read(string outputDir, long step, string file)
    {
        using SafetensorsFile weights = SafetensorsFile.Open(Path.Combine(Checkpoint.Folder(outputDir, step), file));
        return weights.Entries.Keys.ToDictionary(
            name => name,
            name =>
            {
                using TorchSharp.torch.Tensor tensor = weights.Read(name);
                return Testing.Agree.Values(tensor);
            },
            StringComparer.Ordinal);
    }
}
