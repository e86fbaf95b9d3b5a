using System.Text.Json;
using TorchSharp;
using Xunit;

namespace TextBrewer.Testing;

/// <summary>
/// Agreement as the golden README defines it: |a − b| ≤ tolerance · max(s, 0.01), s the largest |b| in the same tensor. Where the golden
/// value is not a number (transformers' local attention over padding alone), ours has to be one.
/// </summary>
public static class Agree
{
    /// <summary>Asserts that every element agrees.</summary>
    public static void Assert(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what)
    {
        Xunit.Assert.True(expected.Length == actual.Length, $"{what}: {actual.Length} values instead of {expected.Length}.");
        double scale = 0.01;
        foreach (double value in expected) if (!double.IsNaN(value)) scale = Math.Max(scale, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
        {
            Xunit.Assert.True(double.IsFinite(actual[i]), $"{what}[{i}]: {actual[i]:R} instead of {expected[i]:R}.");
            if (double.IsNaN(expected[i])) continue;
            double difference = Math.Abs(expected[i] - actual[i]);
            Xunit.Assert.True(
                difference <= tolerance * scale,
                $"{what}[{i}]: {actual[i]:R} instead of {expected[i]:R}, off by {difference / scale:E1} of the scale.");
        }
    }

    /// <summary>Asserts that a scalar agrees, measured by its own size or by <paramref name="scale"/> where that is larger.</summary>
    public static void Assert(double expected, double actual, double tolerance, string what, double scale = 0.01)
    {
        Xunit.Assert.True(double.IsFinite(actual), $"{what}: {actual:R} instead of {expected:R}.");
        if (double.IsNaN(expected)) return;
        double difference = Math.Abs(expected - actual);
        double by = Math.Max(Math.Max(scale, 0.01), Math.Abs(expected));
        Xunit.Assert
            .True(difference <= tolerance * by, $"{what}: {actual:R} instead of {expected:R}, off by {difference / by:E1} of the scale.");
    }

    /// <summary>Asserts that a tensor has the shape and the values of a golden <c>{"shape":[…],"data":[…]}</c>.</summary>
    public static void Assert(JsonElement expected, torch.Tensor actual, double tolerance, string what)
    {
        long[] shape = [.. expected.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64())];
        Xunit.Assert.True(
            shape.AsSpan().SequenceEqual(actual.shape),
            $"{what}: shape ({string.Join(", ", actual.shape)}) instead of ({string.Join(", ", shape)}).");
        Assert(Numbers(expected.GetProperty("data")), Values(actual), tolerance, what);
    }

    /// <summary>The values of a tensor in row-major order.</summary>
    public static double[] Values(torch.Tensor tensor)
    {
        using var _ = torch.NewDisposeScope();
        return tensor.detach().cpu().to(torch.ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    /// <summary>A golden tensor as a torch tensor.</summary>
    public static torch.Tensor Tensor(JsonElement golden, torch.ScalarType type = torch.ScalarType.Float64)
    {
        long[] shape = [.. golden.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64())];
        return torch.tensor(Numbers(golden.GetProperty("data")), shape, dtype: type);
    }

    /// <summary>A golden number; NaN where it is null.</summary>
    public static double Number(JsonElement golden) => golden.ValueKind == JsonValueKind.Null ? double.NaN : golden.GetDouble();

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(Number)];
}
