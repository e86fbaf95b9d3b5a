using AngleSharp.Html.Dom;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Reports.Tests;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Several seeds of one recipe, and what they come to together.</summary>
public sealed class SeededRunsTests
{
    [Fact]
    public void Result_and_page_have_mean_and_spread_of_the_seeds()
    {
        using TemporaryFolder folder = new();
        Dictionary<int, string> asked = [];
        RunResult result = SeededRuns.Run(folder["runs"], [5, 6, 7], new RunHost(), (seed, its) =>
        {
            asked[seed] = its;
            return Run(seed, seed switch { 5 => 0.8, 6 => 0.9, _ => 0.85 });
        });
        Assert.Equal(folder["runs", "seed-6"], asked[6]);
        Assert.Equal(0.85, result.Student!.Dev!.First["accuracy"], 1e-12);
        Assert.Equal(0.05, result.Student.Spread!.First["accuracy"], 1e-12); // numpy.std([0.8, 0.9, 0.85], ddof=1)
        Assert.Equal(0, result.Teacher!.Spread!.First["accuracy"], 1e-12);
        Assert.Equal(6, result.Student.LatencyMs!["p50"], 1e-12);
        Assert.Equal(0.6, result.Agreement!["student"], 1e-12);
        Assert.Equal(["Seed 6: it rains"], result.Warnings);
        Assert.Equal([(5, "seed-5"), (6, "seed-6"), (7, "seed-7")], result.Seeds!.Select(seed => (seed.Seed, seed.Folder)));
        Assert.Equal(result.ToJson(), RunResult.Load(folder["runs"])!.ToJson());

        IHtmlDocument page = HtmlPage.Parse(File.ReadAllText(folder["runs", RunFileNames.Report]));
        Assert.Equal("85.00 % ± 5.00", HtmlPage.Text(page.QuerySelector("#versions [data-version=student] td")!));
        Assert.Contains("means over 3 seeds", HtmlPage.Text(page.GetElementById("versions")!), StringComparison.Ordinal);
        Assert.Equal(3, page.QuerySelectorAll("#seeds tbody tr").Length);
        Assert.Contains("90.00 %", HtmlPage.Text(page.QuerySelectorAll("#seeds tbody tr")[1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Seed_that_diverged_is_in_no_mean_and_one_that_was_stopped_ends_it()
    {
        using TemporaryFolder folder = new();
        RunResult result = SeededRuns.Run(folder["runs"], [0, 1, 2], new RunHost(), (seed, _) => seed == 0
            ? new RunResult { Status = "diverged", Steps = 3, Seconds = 1, Seed = 0 }
            : Run(seed, 0.8));
        Assert.Equal(("completed", 0.8), (result.Status, result.Student!.Dev!.First["accuracy"]));
        Assert.Equal(["diverged", "completed", "completed"], result.Seeds!.Select(seed => seed.Status));

        int runs = 0;
        Assert.Equal("stopped", SeededRuns.Run(folder["other"], [0, 1], new RunHost(), (seed, _) =>
        {
            runs++;
            return Run(seed, 0.8) with { Status = "stopped" };
        }).Status);
        Assert.Equal(1, runs);
        Assert.False(Directory.Exists(folder["other"]));
    }

    private static RunResult Run(int seed, double accuracy) => new()
    {
        Teacher = Model(0.95),
        Student = Model(accuracy) with { LatencyMs = new Dictionary<string, double> { ["p50"] = seed } },
        Agreement = new Dictionary<string, double> { ["student"] = seed / 10.0 },
        Warnings = seed == 6 ? ["it rains"] : null,
        Status = "completed",
        Steps = 10,
        Seconds = 1,
        Seed = seed,
    };

    private static ModelResult Model(double accuracy) =>
        new(new(new Dictionary<string, double> { ["accuracy"] = accuracy, ["f1"] = 0.5 }), 1000, 4000, null);
}
