using TextBrewer.Reports.Results;
using TextBrewer.Testing;

namespace TextBrewer.Reports.Tests;

/// <summary><c>result.json</c>, written and read.</summary>
public sealed class RunResultTests
{
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
