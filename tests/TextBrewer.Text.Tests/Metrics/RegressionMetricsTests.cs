using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Text.Tests.Metrics;

public sealed class RegressionMetricsTests
{
    [Fact]
    public void Metrics_of_golden_numbers_equal_scipy()
    {
        JsonElement golden = Golden.Json("metrics/other.json").GetProperty("regression");
        RegressionMetrics metrics = new(Numbers("gold"), Numbers("predicted"));
        Agree.Assert(golden.GetProperty("pearson").GetDouble(), metrics.Pearson, 1e-9, "pearson");
        Agree.Assert(golden.GetProperty("spearman").GetDouble(), metrics.Spearman, 1e-9, "spearman");
        Agree.Assert(golden.GetProperty("mse").GetDouble(), metrics.MeanSquaredError, 1e-9, "mse");

        double[] Numbers(string key) => [.. golden.GetProperty(key).EnumerateArray().Select(e => e.GetDouble())];
    }

    [Fact]
    public void Metrics_of_constant_or_no_numbers_are_0_and_not_undefined()
    {
        RegressionMetrics constant = new([1, 2, 3], [0.1, 0.1, 0.1]);
        Assert.Equal((0, 0), (constant.Pearson, constant.Spearman));
        RegressionMetrics nothing = new([], []);
        Assert.Equal((0, 0, 0), (nothing.Pearson, nothing.Spearman, nothing.MeanSquaredError));
        RegressionMetrics broken = new([1, 2, 3], [1, double.NaN, 3]);
        Assert.True(double.IsNaN(broken.Pearson) && double.IsNaN(broken.Spearman) && double.IsNaN(broken.MeanSquaredError));
    }

    [Fact]
    public void Spearman_of_any_rising_function_is_1()
    {
        double[] numbers = [-3, -1, 0, 0, 2, 5];
        Assert.Equal(1, new RegressionMetrics(numbers, [.. numbers.Select(Math.Exp)]).Spearman, 1e-12);
        Assert.Equal(-1, new RegressionMetrics(numbers, [.. numbers.Select(n => -n)]).Pearson, 1e-12);
    }
}
