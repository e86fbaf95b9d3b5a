using TextBrewer.Reports.Results;
using TextBrewer.Testing;

namespace TextBrewer.Reports.Tests;

/// <summary><c>result.json</c>, written and read.</summary>
public sealed class RunResultTests
{
    // A maximum that passes over NaN would call such an export as good as its model.
    [Theory]
    [InlineData(double.NaN, 0.9)]
    [InlineData(0.9, double.NaN)]
    public void Metric_that_is_no_number_makes_the_loss_none_and_so_fails_every_bound(double first, double second)
    {
        Parity parity = new(0, null, Sets(0.9, 0.9), Sets(first, second), 1);
        Assert.True(parity.MetricLoss is double.NaN);

        static SingleOrNamed<IReadOnlyDictionary<string, double>> Sets(double first, double second) => new(
        [
            new("first", new Dictionary<string, double> { ["accuracy"] = first }),
            new("second", new Dictionary<string, double> { ["accuracy"] = second }),
        ]);
    }

    [Fact]
    public void Result_of_a_diverged_run_is_written_and_read()
    {
        using TemporaryFolder folder = new();
        ModelResult model = new(new(new Dictionary<string, double> { ["pearson"] = double.NaN }), 1, 4, null);
        RunResult result = new() { Model = model, Status = "completed", Steps = 1, Seconds = 1, Seed = 0 };
        File.WriteAllText(folder[RunFileNames.Result], result.ToJson());
        Assert.True(double.IsNaN(RunResult.Load(folder.Path)!.Model!.Dev!.First["pearson"]));
    }
}
